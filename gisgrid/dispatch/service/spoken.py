"""What somebody says about an order or a slip: written, as a voice note, or both."""

from gisgrid import files
from gisgrid.kernel.errors import Invalid


class Wordless(Invalid):
    """Nothing was written, and nothing spoken."""

    title = "Please write or say something"


def words_of(written: str, voice: str | None) -> tuple[str, files.References]:
    """Return what was written, without the space around it, and the voice note.

    Raises:
        Wordless: there is neither.
        UnknownReference: what is named as a voice note is none of ours.
    """
    said, spoken = written.strip(), files.read_voices([voice] if voice else [])
    if not said and not spoken.names:
        raise Wordless("请写一句话，或录一段语音。")
    return said, spoken
