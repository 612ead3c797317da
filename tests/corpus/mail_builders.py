"""Mails as real programs write them, line by line; the same call always gives the same bytes."""

from __future__ import annotations

import base64
import hashlib
import quopri
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime
from xml.sax.saxutils import escape

MAILBOX = "referrals@northshire.example"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def when(text, *, summer=False) -> datetime:
    """The London moment `2026-11-12 09:04`."""
    offset = timezone(timedelta(hours=1)) if summer else UTC
    return datetime.strptime(text, "%Y-%m-%d %H:%M").replace(tzinfo=offset)


def mark(*words, length=12) -> str:
    """Hexadecimal that depends on `words` alone, for identifiers."""
    return hashlib.sha256("|".join(map(str, words)).encode()).hexdigest()[:length].upper()


# Parts --------------------------------------------------------------------------------------------------------------


def part(headers, content=b"") -> bytes:
    """Header lines (a string) over `content` with CRLF line ends."""
    head = "\r\n".join(line for line in headers.strip("\n").split("\n"))
    return head.encode("utf-8") + b"\r\n\r\n" + content


def lines(text, charset="utf-8") -> bytes:
    return text.replace("\r\n", "\n").replace("\n", "\r\n").encode(charset)


def text_part(text, *, subtype="plain", charset="utf-8", encoding="quoted-printable", said=None) -> bytes:
    """A text part in `charset`, declared as `said` where a program lies."""
    raw = lines(text if text.endswith("\n") else text + "\n", charset)
    if encoding == "quoted-printable":
        raw = quopri.encodestring(raw.replace(b"\r\n", b"\n")).replace(b"\n", b"\r\n")
    elif encoding == "base64":
        raw = base64_lines(raw)
    return part(
        f'Content-Type: text/{subtype}; charset="{said or charset}"\nContent-Transfer-Encoding: {encoding}', raw
    )


def base64_lines(content) -> bytes:
    return base64.encodebytes(content).replace(b"\n", b"\r\n")


def file_part(name, content, *, media=WORD, disposition="attachment", headers="") -> bytes:
    """An attached file, with more header lines from `headers`."""
    head = f'Content-Type: {media};\n\tname="{name}"\nContent-Disposition: {disposition};\n\tfilename="{name}"\nContent-Transfer-Encoding: base64'
    return part(head + ("\n" + headers if headers else ""), base64_lines(content))


def outlook_file(name, content, *, at, media=WORD) -> bytes:
    """An attached file as Outlook on Exchange writes it."""
    stamp = at.astimezone(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT")
    return part(
        f'Content-Type: {media};\n\tname="{name}"\nContent-Description: {name}\n'
        f'Content-Disposition: attachment; filename="{name}";\n\tsize={len(content)}; creation-date="{stamp}";\n\tmodification-date="{stamp}"\n'
        "Content-Transfer-Encoding: base64",
        base64_lines(content),
    )


def multipart(subtype, boundary, *parts, more="", preamble="") -> bytes:
    """A multipart of `parts`; `more` goes behind the media type."""
    body = (
        lines(preamble)
        + b"".join(f"\r\n--{boundary}\r\n".encode() + p for p in parts)
        + f"\r\n--{boundary}--\r\n".encode()
    )
    return part(f'Content-Type: multipart/{subtype};{more}\n\tboundary="{boundary}"', body)


def rfc822_part(raw, name="") -> bytes:
    return part(
        "Content-Type: message/rfc822" + (f'\nContent-Disposition: attachment; filename="{name}"' if name else ""), raw
    )


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


def mail(headers, content, *, sender, at, host="", stamped=True) -> bytes:
    """A delivered mail: the server's stamps, the program's `headers`, and a part with its own content headers."""
    top = received(sender=sender, at=at, host=host or f"mail.{sender.rpartition('@')[2]}") if stamped else ""
    return (top + headers.strip("\n") + "\nMIME-Version: 1.0\n").replace("\n", "\r\n").encode("utf-8") + content


def outlook(
    content,
    *,
    name,
    sender,
    subject,
    at,
    to=MAILBOX,
    attached=True,
    more="",
    message_id=None,
    authored=None,
    envelope=None,
) -> bytes:
    """A mail from Outlook on Exchange Online."""
    ident = mark(sender, subject, at, length=24)
    server = f"LO2P123MB{ident[:4]}.GBRP123.PROD.OUTLOOK.EXAMPLE"
    headers = f"""
Received: from {server} (2001:db8:600:1a::{ident[:2].lower()})
 by CWLP123MB{ident[4:8]}.GBRP123.PROD.OUTLOOK.EXAMPLE (2001:db8:400:72::5)
 with Microsoft SMTP Server (version=TLS1_2, cipher=TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384) id 15.20.9137.18; {format_datetime(at)}
From: {name} <{sender}>
To: {to}
Subject: {subject}
Thread-Topic: {subject}
Thread-Index: Ad{ident[:16]}==
Date: {format_datetime(authored or at)}
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
        sender=sender if envelope is None else envelope,
        at=at,
        host=f"mail-lo2gbr01on{ident[:4].lower()}.outbound.example",
    )


def apple(content, *, name, sender, subject, at, to=MAILBOX, phone=False, more="") -> bytes:
    """A mail from Apple Mail on a Mac, or on an iPhone."""
    ident = mark(sender, subject, at, length=32)
    dashed = "-".join((ident[:8], ident[8:12], ident[12:16], ident[16:20], ident[20:32]))
    mailer = "iPhone Mail (23A345)" if phone else "Apple Mail (2.3826.600.51.1.1)"
    headers = f"""
From: {name} <{sender}>
Subject: {subject}
Date: {format_datetime(at)}
Message-Id: <{dashed}@{sender.rpartition("@")[2]}>
To: {to}
X-Mailer: {mailer}
{more}"""
    return mail(headers, content, sender=sender, at=at, host=f"smtp-relay.{sender.rpartition('@')[2]}")


def gmail(content, *, name, sender, subject, at, to=MAILBOX, more="") -> bytes:
    """A mail from Gmail in a browser."""
    ident = mark(sender, subject, at, length=40)
    headers = f"""
Received: by 2002:a05:6402:{ident[:4].lower()}:b0:5c9:{ident[4:8].lower()} with SMTP id {ident[:20].lower()}; {format_datetime(at)}
{more.strip() + chr(10) if more else ""}From: {name} <{sender}>
Date: {format_datetime(at)}
Message-ID: <CA{ident}@mail.gmail.example>
Subject: {subject}
To: {to}"""
    return mail(headers, content, sender=sender, at=at, host="mail-ed1-f49.google.example")


def nhsmail(content, *, name, sender, subject, at, to=MAILBOX, more="") -> bytes:
    """A mail from NHSmail: Exchange Online with the service's own headers and footer."""
    extra = "X-NHSmail-Tenant: nhs-north\nsensitivity: company-confidential\nmsip_labels:" + (
        "\n" + more if more else ""
    )
    return outlook(content, name=name, sender=sender, subject=subject, at=at, to=to, more=extra)


def report(boundary, *parts, kind="delivery-status") -> bytes:
    return multipart("report", boundary, *parts, more=f" report-type={kind};")
