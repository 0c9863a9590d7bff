"""Captions: moments as they are written, SRT and WebVTT read into segments, and the transcript of an episode's file."""
