/// Transcripts as files: JSON, plain text, WebVTT, SRT. Pure; start at [dev.liveline.transcript.export.Transcript].
@NullMarked
package dev.liveline.transcript.export;

import org.jspecify.annotations.NullMarked;
