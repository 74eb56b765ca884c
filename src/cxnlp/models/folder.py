"""Model folders on disk: written whole or not at all, read with every byte checked."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cxnlp.errors import ConfigurationError, ModelError
from cxnlp.levels import LEVEL_NAMES
from cxnlp.models.manifest import FORMAT, Manifest
from cxnlp.whole import check_digest, whole_folder

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

__all__ = [
    "MANIFEST",
    "ModelFolder",
    "no_level_model",
    "read_folder",
    "refuse_existing",
    "seal",
    "write_folder",
]

MANIFEST: Final = "manifest.json"
_ENCODER: Final = "encoder.json"
"""What a folder of a text encoder holds, which is beneath the level models."""
_AGAIN: Final = "Fetch or train the model again; a model folder is never changed by hand."


@dataclass(frozen=True)
class ModelFolder:
    """What was read from a model folder.

    Attributes:
        path: where it lies; None for a model that has not been saved.
        manifest: its manifest.
        digest: `sha256:` and the SHA-256 of the manifest's bytes.
        files: the bytes of every file that the manifest lists, by name.
    """

    path: Path | None
    manifest: Manifest
    digest: str
    files: Mapping[str, bytes]


def seal(manifest: Manifest, files: Mapping[str, bytes]) -> ModelFolder:
    """Write the digests of `files` into the manifest: the model as it will be saved.

    >>> sealed = seal(Manifest(kind="linear", name="shop"), {"notes.txt": b"kind staff"})
    >>> sealed.manifest.files["notes.txt"][:8], sealed.path is None
    ('b8f88848', True)
    """
    digests = {name: hashlib.sha256(files[name]).hexdigest() for name in sorted(files)}
    sealed = manifest.model_copy(update={"files": digests})
    sealed = sealed.model_copy(update={"checksum": sealed.own_checksum()})
    return ModelFolder(None, sealed, _digest(_bytes(sealed)), dict(files))


def refuse_existing(path: Path, *, replace: bool) -> None:
    """Refuse a place where something lies that may not be replaced.

    Raises:
        ModelError: `path` exists, and is no model folder or `replace` is not set.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     try:
    ...         refuse_existing(Path(folder), replace=True)
    ...     except ModelError as error:
    ...         print(error.found)
    something that is no model folder
    """
    if not os.path.lexists(path):
        return
    if not (path / MANIFEST).is_file():
        raise ModelError(
            path,
            found="something that is no model folder",
            expected="a free place for the model",
            hint="Choose another --out.",
        )
    if not replace:
        raise ModelError(
            path,
            found="a model that is there already",
            expected="a free place for the model",
            hint="Choose another --out, or remove it first.",
        )


def write_folder(folder: ModelFolder, path: Path, *, replace: bool = False) -> ModelFolder:
    """Save a model: written aside, synced, then renamed into place.

    Args:
        folder: what `seal` gave.
        path: the folder to make.
        replace: whether a model that lies there may be replaced.

    Returns:
        The same model with its path.

    Raises:
        ModelError: the place is taken, or cannot be written.

    >>> import tempfile
    >>> sealed = seal(Manifest(kind="linear", name="shop"), {"notes.txt": b"kind staff"})
    >>> with tempfile.TemporaryDirectory() as place:
    ...     written = write_folder(sealed, Path(place) / "shop")
    ...     sorted(path.name for path in written.path.iterdir())
    ['manifest.json', 'notes.txt']
    """
    refuse_existing(path, replace=replace)
    try:
        with whole_folder(path, replace=replace) as aside:
            for name, content in {**folder.files, MANIFEST: _bytes(folder.manifest)}.items():
                (aside / name).write_bytes(content)
    except OSError as error:
        raise ModelError(
            path,
            found=f"a place that cannot be written ({error.strerror or type(error).__name__})",
            expected="room and permission for a model folder",
            hint="Free some room or choose another --out.",
        ) from error
    return ModelFolder(path, folder.manifest, folder.digest, folder.files)


def read_folder(path: Path, *, kinds: Collection[str]) -> ModelFolder:
    """Read a model folder, checking format, then kind, then the digest of every file.

    Args:
        path: the folder.
        kinds: the kinds that can be read.

    Raises:
        ModelError: the folder is missing, of another format or kind, or damaged; the message names
            the file.

    >>> import tempfile
    >>> sealed = seal(Manifest(kind="linear", name="shop"), {"notes.txt": b"kind staff"})
    >>> with tempfile.TemporaryDirectory() as place:
    ...     path = write_folder(sealed, Path(place) / "shop").path
    ...     same = read_folder(path, kinds=["linear"]).digest == sealed.digest
    ...     _ = (path / "notes.txt").write_bytes(b"rude staff")
    ...     try:
    ...         _ = read_folder(path, kinds=["linear"])
    ...     except ModelError as error:
    ...         same, Path(error.where).name
    (True, 'notes.txt')
    """
    if not os.path.lexists(path / MANIFEST):
        raise no_level_model(path)
    content = _read(path / MANIFEST)
    manifest = _manifest(content, path / MANIFEST, kinds)
    files = {}
    for name, digest in manifest.files.items():
        if Path(name).name != name or name == MANIFEST:
            raise ModelError(
                path / MANIFEST,
                found=f"the file name {name!r}",
                expected="names of files in the folder itself",
                hint=_AGAIN,
            )
        files[name] = _read(path / name)
        # The bytes that are checked are the ones that are used: nothing is read twice.
        found = hashlib.sha256(files[name]).hexdigest()
        check_digest(path / name, found, digest, again=_AGAIN)
    if manifest.checksum != manifest.own_checksum():
        raise ModelError(
            path / MANIFEST,
            found="values that are not the ones it was written with",
            expected=f"the values of checksum {manifest.checksum[:12]}…",
            hint=f"The file was changed or damaged. {_AGAIN}",
        )
    return ModelFolder(path, manifest, _digest(content), files)


def no_level_model(path: Path) -> ModelError:
    """The error for a place that holds something else than a level model.

    >>> no_level_model(Path("no/such")).found
    'no level model: nothing'
    """
    if (path / _ENCODER).is_file():
        kind = "a text encoder"
    elif path.is_dir():
        kind = f"a folder without {MANIFEST}" if any(path.iterdir()) else "an empty folder"
    else:
        kind = "a file" if path.exists() else "nothing"
    return ModelError(
        path,
        found=f"no level model: {kind}",
        expected=f"a model folder with {MANIFEST} in it, as `cxnlp train` writes it, or the name "
        "of a shipped model",
        hint="Check the path of the model; `cxnlp models` lists the shipped ones.",
    )


def _manifest(content: bytes, where: Path, kinds: Collection[str]) -> Manifest:
    try:
        values = json.loads(content)
    except ValueError as error:
        raise ModelError(
            where, found="text that is no JSON", expected="a manifest", hint=_AGAIN
        ) from error
    if not isinstance(values, dict):
        raise ModelError(where, found="JSON that is no object", expected="a manifest", hint=_AGAIN)
    if values.get("format") != FORMAT:
        raise ModelError(
            f"{where}, format",
            found=repr(values.get("format"))[:80],
            expected=str(FORMAT),
            hint="Use a model made for this version of cxnlp, or the version that made the model.",
        )
    if values.get("kind") not in kinds:
        raise ModelError(
            f"{where}, kind",
            found=repr(values.get("kind"))[:80],
            expected="one of " + ", ".join(sorted(kinds)),
            hint="Use a level model; a topics folder is another thing.",
        )
    try:
        manifest = Manifest.check(values, where=str(where))
    except ConfigurationError as error:
        raise ModelError(
            error.where, found=error.found, expected=error.expected, hint=_AGAIN
        ) from error
    if manifest.level_names != LEVEL_NAMES:
        raise ModelError(
            f"{where}, level_names",
            found=", ".join(manifest.level_names)[:200],
            expected=", ".join(LEVEL_NAMES),
            hint="Use a model of the six levels.",
        )
    return manifest


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            path,
            found=f"a file that cannot be read ({error.strerror or type(error).__name__})",
            expected="a file of a model folder",
            hint="Check the path of the model; `cxnlp models` lists the shipped ones.",
        ) from error


def _bytes(manifest: Manifest) -> bytes:
    values = manifest.model_dump(mode="json")
    return (json.dumps(values, indent=1, ensure_ascii=False) + "\n").encode()


def _digest(content: bytes) -> str:
    return "sha256:" + hashlib.sha256(content).hexdigest()
