"""Mails as real programs write them, line by line; the same call always gives the same bytes."""

import base64
import hashlib
import quopri
from datetime import UTC
from email.utils import format_datetime
from xml.sax.saxutils import escape

MAILBOX = "referrals@northshire.example"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def mark(*words, length=12) -> str:
    """Hexadecimal that depends on `words` alone, for identifiers."""
    return hashlib.sha256("|".join(map(str, words)).encode()).hexdigest()[:length].upper()


# Parts --------------------------------------------------------------------------------------------------------------


def part(headers, content=b"") -> bytes:
    """Header lines (a string) over `content` with CRLF line ends."""
    head = "\r\n".join(line for line in headers.strip("\n").split("\n"))
    return head.encode("utf-8") + b"\r\n\r\n" + content


def lines(text) -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def text_part(text, *, subtype="plain") -> bytes:
    raw = quopri.encodestring((text if text.endswith("\n") else text + "\n").encode()).replace(b"\n", b"\r\n")
    return part(f'Content-Type: text/{subtype}; charset="utf-8"\nContent-Transfer-Encoding: quoted-printable', raw)


def base64_lines(content) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def outlook_file(name, content, *, at) -> bytes:
    """An attached file as Outlook on Exchange writes it."""
    stamp = at.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return part(
        f'Content-Type: {WORD};\n\tname="{name}"\nContent-Description: {name}\n'
        f'Content-Disposition: attachment; filename="{name}";\n\tsize={len(content)}; creation-date="{stamp}";\n\tmodification-date="{stamp}"\n'
        "Content-Transfer-Encoding: base64",
        base64_lines(content),
    )


def multipart(subtype, boundary, *parts, more="") -> bytes:
    """A multipart of `parts`; `more` goes behind the media type."""
    body = b"".join(f"\r\n--{boundary}\r\n".encode() + p for p in parts) + f"\r\n--{boundary}--\r\n".encode()
    return part(f'Content-Type: multipart/{subtype};{more}\n\tboundary="{boundary}"', body)


def bodies(text, *, boundary) -> bytes:
    """Plain and HTML versions of one body."""
    paragraphs = "".join(f"<p>{escape(p)}</p>" for p in text.strip().split("\n\n")).replace("\n", "<br>\n")
    page = f"<html><body>{paragraphs}</body></html>"
    return multipart("alternative", boundary, text_part(text), text_part(page, subtype="html"))


# Whole mails --------------------------------------------------------------------------------------------------------


def received(*, sender, at, host) -> str:
    """What the receiving server stamps on top; `sender` is the envelope's."""
    domain = sender.rpartition("@")[2] or host
    stamp = format_datetime(at)
    ident = mark(sender, at)
    return (
        f"Return-Path: <{sender}>\nDelivered-To: {MAILBOX}\n"
        f"Received: from {host} ({host} [203.0.113.{int(ident[:2], 16) % 250 + 1}])\n\tby mx01.northshire.example (Postfix) with ESMTPS id {ident}\n"
        f"\tfor <{MAILBOX}>; {stamp}\n"
        f"Authentication-Results: mx01.northshire.example;\n\tspf=pass smtp.mailfrom={domain};\n\tdmarc=pass header.from={domain}\n"
    )


def mail(headers, content, *, sender, at, host="") -> bytes:
    """A delivered mail: the server's stamps, the program's `headers`, and a part with its own content headers."""
    top = received(sender=sender, at=at, host=host or f"mail.{sender.rpartition('@')[2]}")
    return (top + headers.strip("\n") + "\nMIME-Version: 1.0\n").replace("\n", "\r\n").encode("utf-8") + content


def outlook(content, *, name, sender, subject, at, attached=True, more="", message_id=None) -> bytes:
    """A mail from Outlook on Exchange Online; `more` are further header lines."""
    ident = mark(sender, subject, at, length=24)
    server = f"LO2P123MB{ident[:4]}.GBRP123.PROD.OUTLOOK.EXAMPLE"
    headers = f"""
Received: from {server} (2001:db8:600:1a::{ident[:2].lower()})
 by CWLP123MB{ident[4:8]}.GBRP123.PROD.OUTLOOK.EXAMPLE (2001:db8:400:72::5)
 with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.9137.18; {format_datetime(at)}
From: {name} <{sender}>
To: {MAILBOX}
Subject: {subject}
Thread-Topic: {subject}
Thread-Index: Ad{ident[:16]}==
Date: {format_datetime(at)}
Message-ID: {message_id or f"<{server[:13]}{ident[8:20]}@{server}>"}
{more.strip() + chr(10) if more else ""}Accept-Language: en-GB, en-US
Content-Language: en-GB
X-MS-Has-Attach:{" yes" if attached else ""}
X-MS-TNEF-Correlator:
x-ms-exchange-messagesentrepresentingtype: 1
x-ms-publictraffictype: Email
x-ms-office365-filtering-correlation-id: {ident[:8].lower()}-4b1c-4f6e-9d1a-{ident[8:20].lower()}
X-Auto-Response-Suppress: DR, OOF, AutoReply"""
    return mail(
        headers,
        content,
        sender=sender,
        at=at,
        host=f"mail-lo2gbr01on{ident[:4].lower()}.outbound.example",
    )


def gmail(content, *, name, sender, subject, at) -> bytes:
    """A mail from Gmail in a browser."""
    ident = mark(sender, subject, at, length=40)
    headers = f"""
Received: by 2002:a05:6402:{ident[:4].lower()}:b0:5c9:{ident[4:8].lower()} with SMTP id {ident[:20].lower()}; {format_datetime(at)}
From: {name} <{sender}>
Date: {format_datetime(at)}
Message-ID: <CA{ident}@mail.gmail.example>
Subject: {subject}
To: {MAILBOX}"""
    return mail(headers, content, sender=sender, at=at, host="mail-ed1-f49.google.example")


def report(boundary, *parts) -> bytes:
    return multipart("report", boundary, *parts, more=" report-type=delivery-status;")
