package dev.liveline.transcript.report;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

import dev.liveline.events.Shards;
import dev.liveline.transcript.Calls;
import dev.liveline.transcript.redis.CallReads;
import dev.liveline.transcript.redis.ReportQueue;
import dev.liveline.transcript.redis.ReportQueue.Due;
import dev.liveline.transcript.redis.Transcripts;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import dev.liveline.transcript.HttpPosts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/// Delivers reports of ended calls: looks for due ones every second, borrows some, posts them. A receiver that fails is asked again with
/// growing pauses, for hours, by whichever replica is there; then the report goes to the dead letters.
@ApplicationScoped
public class ReportRound {

    private static final Logger LOG = Logger.getLogger(ReportRound.class);
    /// Reports in work at a replica; more wait in Redis.
    private static final int AT_ONCE = 16;
    /// Of an answer we read none.
    private static final int NO_BODY = 0;

    private final Vertx vertx;
    private final Shards shards;
    private final ReportQueue queue;
    private final CallReads reads;
    private final Transcripts transcripts;
    private final Calls calls;
    private final ReportConfig config;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final HttpPosts posts;
    private final RetrySchedule schedule;
    private final List<URI> urls;
    private int inWork;
    private boolean inRound;
    private int rounds;

    ReportRound(Vertx vertx, Shards shards, ReportQueue queue, CallReads reads, Transcripts transcripts, Calls calls,
            ReportConfig config, InstantSource clock, MeterRegistry registry) {
        this.vertx = vertx;
        this.shards = shards;
        this.queue = queue;
        this.reads = reads;
        this.transcripts = transcripts;
        this.calls = calls;
        this.config = config;
        this.clock = clock;
        this.registry = registry;
        this.posts = new HttpPosts(vertx, AT_ONCE);
        this.schedule = new RetrySchedule(config.backoff(), config.backoffMax(), config.attempts());
        this.urls = config.urls().orElse(List.of());
    }

    void start(@Observes StartupEvent starting) {
        if (urls.isEmpty()) {
            return;
        }
        if (config.secret().filter(secret -> !secret.isBlank()).isEmpty()) {
            throw new IllegalStateException("liveline.reports.urls needs liveline.reports.secret");
        }
        if (urls.size() > ReportQueue.MOST_RECEIVERS) {
            throw new IllegalStateException("liveline.reports.urls holds more than " + ReportQueue.MOST_RECEIVERS);
        }
        ReportSignature signature = new ReportSignature(config.secret().get());
        vertx.setPeriodic(1000, _ -> round(signature));
    }

    /// Shard after shard, beginning with another one each time, so that none starves while the receivers are slow.
    private void round(ReportSignature signature) {
        if (inRound || !calls.isUp()) {
            return;
        }
        inRound = true;
        List<Integer> order = shards.all().boxed().collect(Collectors.toList());
        Collections.rotate(order, rounds++);
        Future<Void> done = Future.succeededFuture();
        for (int shard : order) {
            done = done.compose(_ -> take(shard, signature));
        }
        done.onComplete(finished -> {
            inRound = false;
            if (finished.failed()) {
                LOG.warnf("no reports now: %s", finished.cause().getMessage());
            }
        });
    }

    private Future<Void> take(int shard, ReportSignature signature) {
        int free = AT_ONCE - inWork;
        if (free <= 0) {
            return Future.succeededFuture();
        }
        long now = clock.millis();
        return queue.take(shard, now, now + config.deadline().multipliedBy(2).toMillis(), free).map(due -> {
            due.forEach(report -> {
                inWork++;
                deliver(report, signature).onComplete(_ -> inWork--);
            });
            return null;
        });
    }

    /// Fails if Redis does: the report then comes again once its loan is over.
    private Future<Void> deliver(Due report, ReportSignature signature) {
        if (report.receiver() >= urls.size()) {
            count("no-receiver");
            return queue.done(report);
        }
        return reads.state(report.callId()).compose(state -> {
            if (state == null) {
                count("call-gone");
                return queue.done(report);
            }
            return transcripts.of(state)
                .map(transcript -> ReportJson.write(state, transcript))
                .compose(body -> post(report, state.callId() + "." + state.epoch(), body, signature));
        }).onFailure(failure -> LOG.warnf("the report of call %s comes again: %s", report.callId(), failure.getMessage()));
    }

    private Future<Void> post(Due report, String id, String body, ReportSignature signature) {
        long timestamp = clock.millis() / 1000;
        Map<String, String> headers = Map.of("Content-Type", "application/json", "webhook-id", id, "webhook-timestamp",
                Long.toString(timestamp), "webhook-signature", signature.of(id, timestamp, body));
        return posts.post(urls.get(report.receiver()).toString(), headers, Buffer.buffer(body), config.deadline(), NO_BODY)
            .compose(answer -> settle(report, answer.status(), answer.pause(clock.millis())),
                    failure -> settle(report, failure));
    }

    /// A 2xx with a body longer than we care to read is a 2xx.
    private Future<Void> settle(Due report, Throwable failure) {
        boolean answered = failure instanceof HttpPosts.Failed failed && failed.trouble() == HttpPosts.Trouble.TOO_LONG;
        return settle(report, answered ? 200 : 0, null);
    }

    private Future<Void> settle(Due report, int status, @Nullable Duration asked) {
        if (status / 100 == 2) {
            count("delivered");
            return queue.done(report);
        }
        // 410: the receiver asks, in the words of Standard Webhooks, never to be sent this again.
        if (status == 410) {
            count("dead-lettered");
            return queue.giveUp(report, "gone");
        }
        return queue.failed(report).compose(failures -> {
            Duration pause = schedule.after(failures, asked);
            if (pause == null) {
                count("dead-lettered");
                LOG.warnf("the report of call %s was given up after %d attempts", report.callId(), failures);
                return queue.giveUp(report, "given up after " + failures + " attempts, last status " + status);
            }
            count("failed");
            return queue.again(report, clock.millis() + pause.toMillis());
        });
    }

    private void count(String outcome) {
        registry.counter("liveline_transcript_reports", "outcome", outcome).increment();
    }
}
