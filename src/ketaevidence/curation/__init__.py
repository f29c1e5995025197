"""The register: what people have confirmed, as Study, Arm and Result."""
