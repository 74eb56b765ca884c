"""The bill of materials: what an installed cxnlp is made of, and under which licences."""
