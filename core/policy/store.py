"""The policy versions of a desk: publishing one, and the ones that a use is judged under (C02)."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path

from sqlalchemy import select

from core.audit.log import record
from core.db.unit_of_work import Work, WriteWork
from core.errors import BadInput, DeskError, NotAllowed
from core.policy.document import Policy, load_policy
from core.policy.tables import PolicyVersion
from core.staff.roles import Permission, Role, require

SHIPPED = "offshorexperts-2012-12.toml"
LARGEST = 4 << 20


def shipped_policy_text() -> str:
    """Return the policy document that Remit ships."""
    return (files("resources") / "policies" / SHIPPED).read_text("utf-8")


def read_policy_file(path: Path) -> str:
    """Return a policy file's text; raises BadInput when it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput(f"{path.name} is too large for a policy.")
        return path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadInput(f"{path.name} cannot be read as a policy in UTF-8.") from error


def publish_policy(work: WriteWork, text: str) -> str:
    """Publish a policy version and return its name; the first one by the admin who makes the desk (C02)."""
    policy = load_policy(text)
    founding = _latest(work) is None and work.actor.role == Role.ADMIN
    if not founding:
        require(work, Permission.PUBLISH_POLICY)
    _refuse_rewriting(work, policy)
    version = PolicyVersion(
        version=policy.version,
        digest=policy.digest,
        text=text,
        published_at=work.now,
        published_by=work.actor.id,
    )
    work.session.add(version)
    work.session.flush()
    record(
        work, "policy:version:published", ("policy", version.id), version=policy.version, digest=policy.digest
    )
    return policy.version


def current_policy(work: Work) -> Policy:
    """Return today's policy; raises DeskError on a desk without one."""
    latest = _latest(work)
    if latest is None:
        raise DeskError("This desk has no privacy policy yet; publish one first.")
    return _loaded(latest.text)


def policies_of(work: Work) -> dict[str, Policy]:
    """Return every published version by its name, for judging under the version at collection (C02)."""
    texts = work.session.scalars(select(PolicyVersion.text).order_by(PolicyVersion.id))
    return {policy.version: policy for policy in map(_loaded, texts)}


def _latest(work: Work) -> PolicyVersion | None:
    return work.session.scalar(select(PolicyVersion).order_by(PolicyVersion.id.desc()).limit(1))


def _refuse_rewriting(work: Work, policy: Policy) -> None:
    query = select(PolicyVersion.id).where(PolicyVersion.version == policy.version)
    if work.session.scalar(query) is not None:
        raise NotAllowed(f"Version {policy.version} is published; a changed policy needs a new version name.")


@lru_cache(maxsize=32)
def _loaded(text: str) -> Policy:
    return load_policy(text)
