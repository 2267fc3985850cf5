"""What is asked of Debian, and of the person who may not install."""

import debian
import pytest
from environment import Trouble

LISTING = "ii \tlibegl1\t\nrc \txdotool\t\nii \tlibglib2.0-0t64\tlibglib2.0-0 (= 2.80.0-6), libgio (= 2)\n"


def test_a_package_that_is_installed_is_not_asked_for() -> None:
    assert debian.missing(("libegl1", "xvfb"), debian.installed(LISTING)) == ["xvfb"]


def test_a_removed_package_whose_settings_stay_counts_as_missing() -> None:
    assert debian.missing(("xdotool",), debian.installed(LISTING)) == ["xdotool"]


def test_a_package_that_stands_in_for_another_counts_as_it() -> None:
    assert debian.missing(("libglib2.0-0", "libgio"), debian.installed(LISTING)) == []


def test_the_listing_of_this_machine_names_its_own_libc() -> None:
    if not debian.is_debian():
        pytest.skip("this machine has no dpkg")
    assert {"libc6", "base-files"} <= debian.installed(debian.listing())


def test_who_may_not_install_reads_the_one_line_to_type(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(debian, "privilege", lambda: None)  # an ordinary user without sudo
    with pytest.raises(Trouble, match=r"apt-get install --yes --no-install-recommends xvfb openbox'$"):
        debian.install(["xvfb", "openbox"])


def test_a_system_without_apt_is_told_and_left_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", "/nonexistent")
    debian.provide(("libegl1",))
    assert capsys.readouterr().out.startswith("This is not Debian (")


def test_an_archive_out_of_reach_is_told_in_one_sentence() -> None:
    said = "E: Failed to fetch http://archive.invalid/x.deb  Temporary failure resolving 'archive.invalid'"
    assert debian.why_apt_failed(said).endswith("its archive is out of reach. Are you online?")


def test_any_other_failure_of_apt_is_shown_in_its_own_words() -> None:
    assert debian.why_apt_failed("E: dpkg was interrupted").endswith("E: dpkg was interrupted")


def test_run_brings_fonts_for_the_scripts_that_inter_lacks() -> None:
    assert {"fonts-noto-core", "fonts-droid-fallback"} <= set(debian.RUN)
