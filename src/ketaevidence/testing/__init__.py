"""For the tests of your own programs: a PubMed of canned answers, without a network.

>>> import tempfile
>>> import ketaevidence as ke
>>> from ketaevidence.testing import CannedPubMed
>>> pubmed = CannedPubMed({"90000001": {"title": "Ketamine in an invented trial"}})
>>> with tempfile.TemporaryDirectory() as place:
...     with ke.init_review(f"{place}/r") as review, pubmed.client() as client:
...         review.refresh(client=client).new
('pmid:90000001',)
"""

from ketaevidence.testing.canned_pubmed import CannedPubMed, canned_client
from ketaevidence.testing.canned_record import Fields

__all__ = ["CannedPubMed", "Fields", "canned_client"]
