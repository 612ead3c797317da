"""The children about whom forms come during the rounds; every one is invented."""

from datetime import date

import month_post as post


def child(number: int, **answers: object) -> tuple[dict[str, object], dict[str, object]]:
    """The answers of the `number`th referral, and what the tracker says of them."""
    name, initials, agency = CHILDREN[number]
    given: dict[str, object] = post.REFERRALS["AB"[number % 2]] | {
        "name": name,
        "nhs": f"999 471 {2000 + number:04}",
        "dob": f"{number + 3:02}/05/2024",
        "incident": f"{number + 1:02}/11/2026",
        "date": f"{number + 2:02}/11/2026",
        "agency": agency,
        "referrer": f"Referrer {name.title().split(',')[0]}",
        "email": f"referrer{number}@northshire-police.example",
    }
    given |= answers
    row = {
        "Child": initials,
        "Incident date": date(2026, 11, number + 1),
        "Referring agency": agency,
        "Referrer": given["referrer"],
    }
    return given, row


CHILDREN = (
    ("BRACKWATER, Ottoline", "OB", "Northshire Police"),
    ("QUENNELL, Thaddeus", "TQ", "Saltmarsh Primary School"),
    ("YARWOOD, Caspian", "CY", "Haverstoke Hospitals NHS Foundation Trust"),
    ("FENWICKE, Araminta", "AF", "Northshire Police"),
    ("TREGARTH, Lowen", "LT", "Saltmarsh Primary School"),
    ("DUNMORE, Isolde", "ID", "Northshire Police"),
    ("WHITBY, Fergus", "FW", "Haverstoke Hospitals NHS Foundation Trust"),
    ("ASHCOMBE, Petra", "PA", "Northshire Police"),
    ("LOXLEY, Benedikt", "BL", "Saltmarsh Primary School"),
)
