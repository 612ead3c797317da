BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
CREATE TABLE attention (
	id TEXT NOT NULL, 
	what TEXT NOT NULL, 
	why TEXT NOT NULL, 
	remedy TEXT NOT NULL, 
	since VARCHAR(40) NOT NULL, 
	case_ref VARCHAR(40) NOT NULL, 
	message VARCHAR(64) NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	resolved_at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE cases (
	ref VARCHAR(40) NOT NULL, 
	opened_at VARCHAR(40) NOT NULL, 
	opened_by VARCHAR(80) NOT NULL, 
	PRIMARY KEY (ref)
);
INSERT INTO "cases" VALUES('NSH-2026-001','2026-11-12T12:00:00+00:00','0000000000000000000000000000000000000000000000000000000000000000:0');
INSERT INTO "cases" VALUES('NSH-2026-002','2026-11-12T12:00:00+00:00','1111111111111111111111111111111111111111111111111111111111111111:0');
CREATE TABLE deadlines (
	case_ref VARCHAR(40) NOT NULL, 
	rule VARCHAR(60) NOT NULL, 
	subject TEXT NOT NULL, 
	due VARCHAR(10) NOT NULL, 
	because TEXT NOT NULL, 
	recorded_at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (case_ref, rule, subject)
);
CREATE TABLE facts (
	id INTEGER NOT NULL, 
	case_ref VARCHAR(40) NOT NULL, 
	name VARCHAR(60) NOT NULL, 
	subject TEXT NOT NULL, 
	value TEXT, 
	source VARCHAR(12) NOT NULL, 
	recorded_at VARCHAR(40) NOT NULL, 
	detail TEXT NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(case_ref) REFERENCES cases (ref)
);
INSERT INTO "facts" VALUES(1,'NSH-2026-001','child','','RA','tracker','2026-11-12T12:00:00+00:00','');
INSERT INTO "facts" VALUES(2,'NSH-2026-001','panel_ref','','SIN-4471','tracker','2026-11-12T12:00:00+00:00','');
INSERT INTO "facts" VALUES(3,'NSH-2026-001','agency_added','Police | Vulnerable people','Police | Vulnerable people','tracker','2026-11-12T12:00:00+00:00','');
INSERT INTO "facts" VALUES(4,'NSH-2026-002','panel_ref','','n/a','tracker','2026-11-12T12:00:00+00:00','');
INSERT INTO "facts" VALUES(5,'NSH-2026-002','panel_ref','',NULL,'tracker','2026-11-12T12:00:00+00:00','');
CREATE TABLE kept (
	name VARCHAR(60) NOT NULL, 
	content BLOB NOT NULL, 
	PRIMARY KEY (name)
);
CREATE TABLE log (
	id INTEGER NOT NULL, 
	at VARCHAR(40) NOT NULL, 
	event TEXT NOT NULL, 
	detail TEXT NOT NULL, 
	case_ref VARCHAR(40) NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE mails (
	sha256 VARCHAR(64) NOT NULL, 
	message_id TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	received_at VARCHAR(40) NOT NULL, 
	stored_at VARCHAR(40) NOT NULL, 
	complete BOOLEAN NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	attention BOOLEAN NOT NULL, 
	case_ref VARCHAR(40) NOT NULL, 
	arrival TEXT NOT NULL, 
	fault TEXT NOT NULL, 
	PRIMARY KEY (sha256)
);
INSERT INTO "mails" VALUES('aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','<first@school.example>',9,'2026-11-12T12:00:00+00:00','2026-11-12T12:00:00+00:00',1,'decided','referral',0,0,'NSH-2026-001','{"sender": ["Jo", "jo@school.example"], "missing": [], "reason": "r", "reason_code": "", "reply_to_it": true, "marking": "", "fingerprint": "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}','');
INSERT INTO "mails" VALUES('bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','',9,'2026-11-12T12:00:00+00:00','2026-11-12T12:00:00+00:00',1,'decided','reply',0,0,'NSH-2026-001','{"sender": ["", ""], "missing": [], "reason": "r", "reason_code": "", "reply_to_it": false, "marking": "", "fingerprint": "eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee"}','');
INSERT INTO "mails" VALUES('cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','<third@x.example>',9,'2026-11-12T12:00:00+00:00','2026-11-12T12:00:00+00:00',1,'decided','needs_person',0,0,'','{}','');
INSERT INTO "mails" VALUES('dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','<fourth@x.example>',9,'2026-11-12T12:00:00+00:00','2026-11-12T12:00:00+00:00',1,'stored','',0,0,'','{}','');
CREATE TABLE marks (
	kind VARCHAR(20) NOT NULL, 
	value TEXT NOT NULL, 
	case_ref VARCHAR(40) NOT NULL, 
	PRIMARY KEY (kind, value, case_ref), 
	FOREIGN KEY(case_ref) REFERENCES cases (ref)
);
INSERT INTO "marks" VALUES('nhs-number','9990000018','NSH-2026-001');
INSERT INTO "marks" VALUES('message-id','<first@school.example>','NSH-2026-001');
CREATE TABLE meetings (
	case_ref VARCHAR(40) NOT NULL, 
	state TEXT NOT NULL, 
	PRIMARY KEY (case_ref)
);
CREATE TABLE notices (
	id INTEGER NOT NULL, 
	"key" TEXT NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	case_ref VARCHAR(40) NOT NULL, 
	recipient TEXT NOT NULL, 
	state VARCHAR(12) NOT NULL, 
	with_key TEXT NOT NULL, 
	message_id TEXT NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	subject TEXT NOT NULL, 
	urgent BOOLEAN NOT NULL, 
	queued_at VARCHAR(40) NOT NULL, 
	sent_at VARCHAR(40) NOT NULL, 
	tries INTEGER NOT NULL, 
	try_after VARCHAR(40) NOT NULL, 
	fault TEXT NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE ("key")
);
INSERT INTO "notices" VALUES(1,'agency-request|NSH-2026-001|agency-request:Police | Vulnerable people||request|lead@police.example','agency-request','NSH-2026-001','lead@police.example','sent','','<caseclock.1@northshire.example>','1111111111111111111111111111111111111111111111111111111111111111','[NSH-2026-001] 1',0,'2026-11-12T12:00:00+00:00','2026-11-12T12:00:00+00:00',0,'','');
INSERT INTO "notices" VALUES(2,'chaser|NSH-2026-001|agency-return:Police | Vulnerable people|2026-11-16|1-before|lead@police.example','chaser','NSH-2026-001','lead@police.example','queued','','<caseclock.2@northshire.example>','2222222222222222222222222222222222222222222222222222222222222222','[NSH-2026-001] 2',0,'2026-11-12T12:00:00+00:00','',0,'','');
INSERT INTO "notices" VALUES(3,'reminder|NSH-2026-001|notify-panel|2026-11-19|3-before|lead@police.example','reminder','NSH-2026-001','lead@police.example','with','chaser|NSH-2026-001|agency-return:Police | Vulnerable people|2026-11-16|1-before|lead@police.example','','','[NSH-2026-001] 2',0,'2026-11-12T12:00:00+00:00','',0,'','');
INSERT INTO "notices" VALUES(4,'alert|NSH-2026-001|cell:Cases|NSH-2026-001|Incident||once|odd|name@northshire.example','alert','NSH-2026-001','odd|name@northshire.example','held','','<caseclock.3@northshire.example>','3333333333333333333333333333333333333333333333333333333333333333','[NSH-2026-001] 3',1,'2026-11-12T12:00:00+00:00','',0,'','');
INSERT INTO "notices" VALUES(5,'alert|NSH-2026-001|agency-return:Police | Vulnerable people|2026-11-17|moved-20261112T120000|odd|name@northshire.example','alert','NSH-2026-001','odd|name@northshire.example','with','alert|NSH-2026-001|cell:Cases|NSH-2026-001|Incident||once|odd|name@northshire.example','','','[NSH-2026-001] 3',0,'2026-11-12T12:00:00+00:00','',0,'','');
INSERT INTO "notices" VALUES(6,'digest||digest|2026-11-12|morning|lead@police.example','digest','','lead@police.example','sending','','<caseclock.4@northshire.example>','4444444444444444444444444444444444444444444444444444444444444444','[NSH-2026-001] 4',0,'2026-11-12T12:00:00+00:00','',1,'','');
INSERT INTO "notices" VALUES(7,'invitation|NSH-2026-001|rapid-review-nsh-2026-001@northshire.example|2026-11-20|sequence-0|lead@police.example','invitation','NSH-2026-001','lead@police.example','queued','','<caseclock.5@northshire.example>','5555555555555555555555555555555555555555555555555555555555555555','[NSH-2026-001] 5',0,'2026-11-12T12:00:00+00:00','',0,'','');
INSERT INTO "notices" VALUES(8,'letter|NSH-2026-001|decision-letter:Ofsted|2026-11-20|letter|lead@police.example','letter','NSH-2026-001','lead@police.example','queued','','<caseclock.6@northshire.example>','6666666666666666666666666666666666666666666666666666666666666666','[NSH-2026-001] 6',0,'2026-11-12T12:00:00+00:00','',0,'','');
CREATE TABLE places (
	mailbox VARCHAR(320) NOT NULL, 
	folder VARCHAR(320) NOT NULL, 
	uidvalidity INTEGER NOT NULL, 
	uid INTEGER NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	seen_at VARCHAR(40) NOT NULL, 
	filed_at VARCHAR(40) NOT NULL, 
	PRIMARY KEY (mailbox, folder, uidvalidity, uid), 
	FOREIGN KEY(sha256) REFERENCES mails (sha256)
);
INSERT INTO "places" VALUES('m','INBOX',1,1,'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa','2026-11-12T12:00:00+00:00','');
INSERT INTO "places" VALUES('m','INBOX',1,2,'bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb','2026-11-12T12:00:00+00:00','');
INSERT INTO "places" VALUES('m','INBOX',1,3,'cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc','2026-11-12T12:00:00+00:00','');
INSERT INTO "places" VALUES('m','INBOX',1,4,'dddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddddd','2026-11-12T12:00:00+00:00','');
CREATE INDEX notices_by_message_id ON notices (message_id);
CREATE INDEX notices_by_state ON notices (state);
CREATE INDEX facts_by_case ON facts (case_ref, id);
COMMIT;
