"""Effects against dose and against time: shown, and no line fitted."""

from ketaevidence.present.response.plot import Response, dose_response, time_response

__all__ = ["Response", "dose_response", "time_response"]
