"""The PRISMA 2020 flow diagram: every number counted from decisions."""

from ketaevidence.present.prisma_flow.plot import PrismaFlow, prisma_flow

__all__ = ["PrismaFlow", "prisma_flow"]
