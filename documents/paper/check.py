"""One look at an uploaded paper: its format and its anonymity."""

from documents.paper.formatting import check_format
from documents.paper.identity import check_identity, check_traces
from documents.paper.model import MOST_FINDINGS, Identity, PaperFinding, PaperFormat
from documents.paper.package import open_package, refusing_badly_made_files


@refusing_badly_made_files
def check_paper(docx_bytes: bytes, format: PaperFormat, identity: Identity) -> list[PaperFinding]:
    """Return what is wrong with a .docx: what names someone first, then traces, then the format.

    At most 300 findings. Raises BadPaper, and nothing else, for a file that cannot be read.
    Time and memory are the caller's to limit, by a child process (UP-04).
    """
    package = open_package(docx_bytes)
    main = package.main
    findings = [
        *check_identity(package, main, identity),
        *check_traces(package, main),
        *check_format(package, main, format),
    ]
    return findings[:MOST_FINDINGS]
