"""Readers of transcripts: each makes cues of its form, and this room makes turns and segments of them.

A cue is a `Segment` as the file has it: of two words or of a page, with a name where the file writes one. From the
bottom: `searchkit.captions` makes cues of SRT and WebVTT; `structured`, `marked_up` and `plain` do of JSON, HTML and
text; `rolling` takes the repeats out of scrolling captions; `labels` finds names at the start of cues; `voices` brings
the spellings of a name together; `turns` joins and cuts; `describing` finds show and title; `assembling` does all of it
in order. The modules that the table of readers names are `subtitle_file`, `json_file`, `html_file` and `text_file`.
"""
