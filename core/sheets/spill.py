"""Where a sheet's XML stands until the workbook is whole: in memory, or in a private folder of the caller's.

openpyxl itself would put it, unencrypted, into the system's folder for temporary files.
"""

import os
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from tempfile import mkstemp
from typing import Any, cast

from lxml.etree import SerialisationError  # type: ignore[import-untyped]  # lxml ships no types
from openpyxl import Workbook
from openpyxl.worksheet._write_only import WriteOnlyWorksheet
from openpyxl.worksheet._writer import WorksheetWriter
from typing_extensions import override

from core.landing import destroy


class _Writer(WorksheetWriter):
    """Writes a sheet's XML to where it is told, and takes it away afterwards."""

    @override
    def cleanup(self) -> None:
        if isinstance(self.out, BytesIO):
            self.out.close()
        else:
            destroy(Path(cast("str", self.out)))


class SpilledPage(WriteOnlyWorksheet):
    """A sheet that is written row by row and kept aside in `folder`, or in memory without one."""

    def __init__(self, workbook: Workbook, name: str, folder: Path | None) -> None:
        super().__init__(workbook, name)
        self._folder = folder
        workbook._add_sheet(self)  # type: ignore[attr-defined]  # noqa: SLF001 - openpyxl has no public way

    _writer: _Writer | None

    def _get_writer(self) -> None:  # openpyxl's own name: called before the first row and at the end
        if self._writer is None:
            self._writer = _Writer(self, self._place())
            self._writer.write_top()

    def forget(self) -> None:
        """Take away what is aside, be the sheet whole or not."""
        if self._writer is not None:
            with suppress(SerialisationError):  # told when it was written
                if not self.closed:
                    self.close()
            self._writer.cleanup()

    def _place(self) -> Any:
        if self._folder is None:
            return BytesIO()
        descriptor, place = mkstemp(prefix=".sheet-", suffix=".part", dir=self._folder)
        os.close(descriptor)
        return place
