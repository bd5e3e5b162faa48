"""What the system says went wrong, in the user's language."""

from __future__ import annotations

import errno
import os

from crmtui.i18n import t

_KEYS = {
    errno.ENOENT: "system.no_such_file",
    errno.EACCES: "system.not_allowed",
    errno.EPERM: "system.not_allowed",
    errno.EISDIR: "system.is_a_folder",
    errno.ENOTDIR: "system.no_folder",
    errno.EEXIST: "system.exists",
    errno.ENOSPC: "system.disk_full",
    errno.EDQUOT: "system.disk_full",
    errno.EFBIG: "system.too_large",
    errno.EROFS: "system.read_only",
    errno.ENAMETOOLONG: "system.name_too_long",
    errno.ELOOP: "system.links",
    errno.EIO: "system.device",
    errno.ECONNREFUSED: "system.refused",
    errno.ETIMEDOUT: "system.no_answer",
    errno.EHOSTUNREACH: "system.unreachable",
    errno.ENETUNREACH: "system.unreachable",
}


def system_reason(text: str) -> str:
    """What one of the system's own phrases says; any other text as it is."""
    for number, key in _KEYS.items():
        if text == os.strerror(number):
            return t(key)
    return text
