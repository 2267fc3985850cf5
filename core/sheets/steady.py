"""A workbook's archive whose bytes depend on its content alone, so that one disclosure has one SHA-256."""

import shutil
from datetime import datetime
from io import BytesIO
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter
from typing_extensions import override

EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first moment a zip can name."""


class SteadyZip(ZipFile):
    """A zip in which every entry has the same time and the same system."""

    @override
    def writestr(self, zinfo_or_arcname: Any, data: Any, *_: Any, **__: Any) -> None:
        super().writestr(_entry(str(zinfo_or_arcname)), data)

    @override
    def write(self, filename: Any, arcname: Any = None, *_: Any, **__: Any) -> None:
        source = BytesIO(filename.getbuffer()) if isinstance(filename, BytesIO) else open(filename, "rb")  # noqa: PTH123, SIM115 - openpyxl passes names; closed below
        with source, self.open(_entry(str(arcname)), "w", force_zip64=True) as target:
            shutil.copyfileobj(source, target, 1 << 20)


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, EPOCH)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 3
    entry.external_attr = 0o600 << 16
    return entry


def save_steadily(workbook: Workbook, file: BinaryIO) -> None:
    """Write the workbook; same content, same bytes."""
    properties = workbook.properties
    properties.creator = "Remit"
    properties.created = properties.modified = datetime(*EPOCH)  # noqa: DTZ001 - openpyxl writes it as UTC
    archive = SteadyZip(file, "w", ZIP_DEFLATED, allowZip64=True)
    try:
        ExcelWriter(workbook, archive).save()
    except BaseException:
        archive.fp = None  # else it would try to end itself later, in a file that is closed
        raise
