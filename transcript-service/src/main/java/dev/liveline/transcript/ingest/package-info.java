/// `/ingest`: a WebSocket for clients that push transcripts themselves. Start at [dev.liveline.transcript.ingest.IngestSockets].
@NullMarked
package dev.liveline.transcript.ingest;

import org.jspecify.annotations.NullMarked;
