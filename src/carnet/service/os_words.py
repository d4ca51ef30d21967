"""What the operating system says when a file cannot be read or written, in both languages."""

from __future__ import annotations

import errno

from carnet.errors import Text

_WORDS = {
    errno.ENOENT: Text("没有这个文件或文件夹", "no such file or folder"),
    errno.EACCES: Text("没有权限", "permission denied"),
    errno.EPERM: Text("没有权限", "not permitted"),
    errno.EISDIR: Text("这是文件夹，不是文件", "it is a folder, not a file"),
    errno.ENOTDIR: Text("路径中有一段不是文件夹", "a part of the path is no folder"),
    errno.EEXIST: Text("同名的文件已存在", "a file of that name exists"),
    errno.EROFS: Text("该处只读", "the place is read-only"),
    errno.ENOSPC: Text("磁盘已满", "no space is left on the disk"),
    errno.EDQUOT: Text("磁盘配额已满", "the disk quota is used up"),
    errno.ENAMETOOLONG: Text("文件名过长", "the file name is too long"),
    errno.EBUSY: Text("文件正被占用", "the file is in use"),
    errno.ETXTBSY: Text("文件正被占用", "the file is in use"),
    errno.ELOOP: Text("符号链接成环", "its symbolic links go in a circle"),
    errno.EIO: Text("读写出错", "input or output failed"),
    errno.ENOTEMPTY: Text("文件夹不是空的", "the folder is not empty"),
}


def why(error: OSError) -> Text:
    """The reason in both languages; what is not in the list keeps the system's own words."""
    own = error.strerror or type(error).__name__
    return _WORDS.get(error.errno or 0, Text(own, own))
