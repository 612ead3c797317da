"""Runs in the peers' environment: django-helpdesk on a mailbox, told by line to read it, as its `get_email` does.

    python tickets.py FOLDER IMAP_PORT SMTP_PORT USER PASSWORD

Each line answers with the seconds of the processor and the tickets there are; each ticket is acknowledged by mail.
"""

import json
import logging
import sys
from pathlib import Path
from time import process_time

import django
from django.conf import settings

folder, imap_port, smtp_port, user, password = sys.argv[1:]
settings.configure(
    SECRET_KEY="of the bench alone",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(Path(folder) / "helpdesk.sqlite3")}},
    INSTALLED_APPS=[
        "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "django.contrib.sites",
        "django.contrib.humanize", "django.contrib.staticfiles", "helpdesk",
    ],
    SITE_ID=1, USE_TZ=True, DEFAULT_AUTO_FIELD="django.db.models.AutoField", MEDIA_ROOT=folder, STATIC_URL="/static/",
    HELPDESK_TEAMS_MODE_ENABLED=False, HELPDESK_TEAMS_MIGRATION_DEPENDENCIES=[], HELPDESK_TEAM_GETTER=lambda _: None,
    EMAIL_HOST="127.0.0.1", EMAIL_PORT=int(smtp_port), EMAIL_HOST_USER=user, EMAIL_HOST_PASSWORD=password,
    DEFAULT_FROM_EMAIL=user, ROOT_URLCONF="helpdesk_urls", LOGGING_CONFIG=None,
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}],
)  # fmt: skip
logging.disable(logging.CRITICAL)
sys.modules["helpdesk_urls"] = type(sys)("helpdesk_urls")
django.setup()

from django.core.management import call_command  # noqa: E402
from django.urls import include, path  # noqa: E402

sys.modules["helpdesk_urls"].urlpatterns = [path("", include("helpdesk.urls", namespace="helpdesk"))]
call_command("migrate", verbosity=0)
call_command("loaddata", "emailtemplate.json", verbosity=0)

from helpdesk.email import process_email  # noqa: E402
from helpdesk.models import Queue, Ticket  # noqa: E402

Queue.objects.create(
    title="Referrals", slug="referrals", email_address=user, allow_email_submission=True, email_box_type="imap",
    email_box_host="127.0.0.1", email_box_port=int(imap_port), email_box_ssl=False, email_box_user=user,
    email_box_pass=password, email_box_imap_folder="INBOX", email_box_interval=0, logging_type="none",
)  # fmt: skip

for _ in sys.stdin:
    began = process_time()
    process_email(quiet=True)
    print(json.dumps([process_time() - began, Ticket.objects.count()]), flush=True)
