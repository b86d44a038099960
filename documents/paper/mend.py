"""The mended file: format as prescribed, nothing hidden; what is written stays as it is."""

from documents.paper.clean import clean_part, rename_own_styles
from documents.paper.model import PaperFormat
from documents.paper.names import w
from documents.paper.package import open_package, refusing_badly_made_files
from documents.paper.rebuild import MAIN, finished, rebuilt
from documents.paper.reformat import reformat
from documents.paper.styles import Styles


@refusing_badly_made_files
def mended_paper(docx_bytes: bytes, format: PaperFormat) -> bytes:
    """Return the .docx with the prescribed format and without what no print shows.

    Tracked changes are accepted; comments, hidden text, properties, embedded files, links and
    field codes go; pictures are drawn anew; styles and parts get neutral names. A name in the
    text, a header or a footnote stays: a person must change it. Same file, same bytes.
    Raises BadPaper, and nothing else.
    """
    package = open_package(docx_bytes)
    new = rebuilt(package, package.main)
    styles = Styles(new, MAIN)
    for root in list(new._trees.values()):
        clean_part(root, styles)
    rename_own_styles(
        [root for root in new._trees.values() if root.nsmap.get("w") or root.tag == w("styles")]
    )
    reformat(new, format)
    return finished(new)
