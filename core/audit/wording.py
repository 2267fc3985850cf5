"""What an entry of the log says, in plain words."""

from collections.abc import Mapping

WORDS: Mapping[str, str] = {
    "audit:checkpoint:made": "Made a checkpoint",
    "audit:key:made": "Made the log's signing key",
    "audit:log:verified": "Verified the log",
    "audit:person-key:destroyed": "Destroyed a person's key in the log",
    "audit:place:chosen": "Chose where checkpoints are kept as well",
    "audit:place:given-up": "Gave up the second place for checkpoints",
    "audit:proof:saved": "Saved the proof of an entry",
    "contacts:contact:answered": "Answered a contact",
    "contacts:contact:closed": "Closed a contact",
    "contacts:contact:opened": "Opened a contact to read it",
    "contacts:contact:reopened": "Opened a contact again",
    "desk:backup:made": "Made a backup of the desk",
    "desk:store:restored": "Restored the desk from a backup",
    "desk:store:brought-up-to-date": "Brought the desk up to date with a newer Remit",
    "exports:list:exported": "Exported a list",
    "feed:file:written": "Wrote the site feed to a file",
    "feed:items:acknowledged": "Noted what the site has done",
    "feed:values:handed-over": "Gave the site addresses or corrected values",
    "intake:batch:taken-in": "Took a batch of records in",
    "intake:quarantine:came-again": "Settled quarantined rows that came again",
    "intake:quarantine:discarded": "Discarded quarantined rows",
    "intake:quarantine:released": "Released quarantined rows",
    "intake:run:started": "Began to take a file in",
    "mail:letter:landed": "Put a letter into the outbox",
    "mail:letter:written": "Wrote a letter",
    "people:address:opt-out-taken-back": "Let promotion reach an address again",
    "people:address:opted-out": "Kept an address out of promotion",
    "people:child:stated": "Noted that a row states an age under 13",
    "people:person:locked-as-child": "Locked the file of a person under 13",
    "people:person:opted-out": "Opted a person out of promotion",
    "people:person:opt-out-taken-back": "Let promotion reach a person again",
    "people:person:revealed": "Looked at a person's values",
    "policy:version:published": "Published a policy version",
    "postings:message:opened": "Opened a private message",
    "postings:posting:authors-linked": "Linked postings to people on file",
    "postings:posting:approved": "Approved postings",
    "postings:posting:removed": "Removed postings",
    "postings:posting:escalated": "Escalated postings",
    "postings:posting:decision-taken-back": "Took a decision back",
    "postings:posting:screened": "Screened postings",
    "postings:posting:taken-in": "Took postings in",
    "requests:answer:opened": "Opened an answer to look through it",
    "requests:answer:released": "Released an answer to the address on file",
    "requests:answer:reviewed": "Reviewed an answer",
    "requests:leak:masked": "Left other people's data masked",
    "requests:leak:released": "Gave another person's data, with a reason",
    "requests:opt-out:applied": "Heard an opt-out by mail",
    "requests:person:erased": "Erased a person",
    "requests:request:closed": "Closed a request",
    "requests:request:collected": "Searched every source for a request",
    "requests:request:opened": "Opened a request",
    "requests:request:received": "Took a request in",
    "requests:request:refused": "Refused a request",
    "requests:request:taken-up": "Prepared a request",
    "requests:request:withdrawn": "Noted that a request was withdrawn",
    "requests:sender:confirmed": "Confirmed who sent a request",
    "shares:agreement:added": "Registered an agreement",
    "shares:share:approved": "Approved a share",
    "shares:share:attested": "Noted that a vendor gave back or destroyed its data",
    "shares:share:closed": "Closed a share",
    "shares:share:delivered": "Noted that a vendor has its file",
    "shares:share:did-not-leave": "Noted that a share's file did not leave after all",
    "shares:share:executed": "Let a share out",
    "shares:share:proposed": "Proposed a share",
    "shares:share:rejected": "Rejected a share",
    "shares:share:revoked": "Revoked a share",
    "shares:share:step-taken-back": "Took a step with a share back",
    "shares:share:submitted": "Put a share before an officer",
    "shares:share:superseded": "Replaced a share by another",
    "shares:share:withdrawn": "Withdrew a share",
    "shares:vendor:added": "Registered a vendor",
    "staff:account:added": "Added a staff member",
    "staff:account:disabled": "Disabled a staff member",
    "staff:account:passphrase-changed": "Changed their own passphrase",
    "staff:account:signed-in": "Signed in",
    "staff:recovery:made": "Made a recovery key",
    "staff:recovery:used": "Used the recovery key to give an admin a new passphrase",
    "staff:door:key-changed": "Changed the desk's key",
    "staff:door:slots-swept": "Destroyed key slots that belonged to no account",
    "staff:door:wrong-passphrases": "Wrong passphrases were tried at this computer",
}
KINDS: Mapping[str, str] = {
    "policy": "Policy version",
    "staff": "Staff member",
    "feed": "Feed row",
    "log": "The log",
}


def action_words(action: str) -> str:
    """Return an action in plain words; one without words of its own is read off its code."""
    if action in WORDS:
        return WORDS[action]
    return " ".join(action.split(":")[1:]).replace("-", " ").strip().capitalize()


def actions_saying(text: str) -> list[str]:
    """Return the actions whose words hold this text, whatever its case."""
    return [action for action, words in WORDS.items() if text.casefold() in words.casefold()]


def subject_words(kind: str, subject_id: int) -> str:
    """Return a subject as `Person 12`; empty where an entry is about no single record."""
    if not subject_id:
        return ""
    return f"{KINDS.get(kind, kind.replace('_', ' ').capitalize())} {subject_id}"
