package dev.liveline.transcript.redis;

import jakarta.inject.Singleton;

import dev.liveline.events.EventJson;
import dev.liveline.transcript.call.CallState;
import dev.liveline.transcript.call.Life;
import dev.liveline.transcript.export.Transcript;
import io.vertx.core.Future;

/// Makes the transcript of a call from its log.
@Singleton
public final class Transcripts {

    private final CallReads reads;

    Transcripts(CallReads reads) {
        this.reads = reads;
    }

    public Future<Transcript> of(CallState call) {
        Life life = call.life();
        long startedAt = life == null ? 0 : life.startedAt();
        return reads.log(call.callId())
            .map(log -> Transcript.of(call.callId(), call.epoch(), call.seq(), startedAt,
                    log.stream()
                        .map(each -> new Transcript.Event(EventJson.read(each.entry().json(call.callId(), call.epoch())),
                                each.begunAt()))
                        .toList()));
    }
}
