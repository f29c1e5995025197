"""Figures of the risk of bias, as people judged it: the traffic light and the bars."""

from ketaevidence.present.risk_of_bias.plot import (
    BiasBars,
    TrafficLight,
    bias_bars,
    traffic_light,
)

__all__ = ["BiasBars", "TrafficLight", "bias_bars", "traffic_light"]
