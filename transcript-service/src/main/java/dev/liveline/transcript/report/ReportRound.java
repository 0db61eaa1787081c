package dev.liveline.transcript.report;

import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

import org.jboss.logging.Logger;

import dev.liveline.events.Shards;
import dev.liveline.transcript.Calls;
import dev.liveline.transcript.redis.CallReads;
import dev.liveline.transcript.redis.ReportQueue;
import dev.liveline.transcript.redis.ReportQueue.Due;
import dev.liveline.transcript.redis.Transcripts;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import dev.liveline.transcript.HttpAnswers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;

/// Delivers reports of ended calls: looks for due ones every second, borrows some, posts them. A receiver that fails is asked again with
/// growing pauses, for hours, by whichever replica is there; then the report goes to the dead letters.
@ApplicationScoped
public class ReportRound {

    private static final Logger LOG = Logger.getLogger(ReportRound.class);
    private static final int AT_ONCE = 16;

    private final Vertx vertx;
    private final Shards shards;
    private final ReportQueue queue;
    private final CallReads reads;
    private final Transcripts transcripts;
    private final Calls calls;
    private final ReportConfig config;
    private final InstantSource clock;
    private final MeterRegistry registry;
    private final HttpClient http;
    private final List<URI> urls;

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
        this.http = vertx.createHttpClient(new HttpClientOptions().setMaxPoolSize(AT_ONCE).setConnectTimeout(5000));
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

    private void round(ReportSignature signature) {
        if (!calls.isUp()) {
            return;
        }
        long now = clock.millis();
        long loan = now + config.deadline().multipliedBy(2).toMillis();
        shards.all()
            .forEach(shard -> queue.take(shard, now, loan, AT_ONCE)
                .onSuccess(due -> due.forEach(report -> deliver(report, signature)))
                .onFailure(failure -> LOG.debugf("no reports of shard %d: %s", shard, failure.getMessage())));
    }

    private void deliver(Due report, ReportSignature signature) {
        if (report.receiver() >= urls.size()) {
            queue.done(report);
            return;
        }
        reads.state(report.callId()).compose(state -> {
            if (state == null) {
                return queue.done(report);
            }
            return transcripts.of(state)
                .map(transcript -> ReportJson.write(state, transcript))
                .compose(body -> post(report, state.callId() + "." + state.epoch(), body, signature));
        }).onFailure(failure -> LOG.debugf("report of call %s: %s", report.callId(), failure.getMessage()));
    }

    private Future<Void> post(Due report, String id, String body, ReportSignature signature) {
        long timestamp = clock.millis() / 1000;
        RequestOptions options = new RequestOptions().setMethod(HttpMethod.POST)
            .setAbsoluteURI(urls.get(report.receiver()).toString())
            .setTimeout(config.deadline().toMillis())
            .putHeader("Content-Type", "application/json")
            .putHeader("webhook-id", id)
            .putHeader("webhook-timestamp", Long.toString(timestamp))
            .putHeader("webhook-signature", signature.of(id, timestamp, body));
        return http.request(options).compose(request -> request.send(Buffer.buffer(body))).map(response -> {
            HttpAnswers.dropRest(response);
            return response.statusCode();
        }).otherwise(0).compose(status -> settle(report, status));
    }

    private Future<Void> settle(Due report, int status) {
        if (status / 100 == 2) {
            count("delivered");
            return queue.done(report);
        }
        // 410: the receiver asks, in the words of Standard Webhooks, never to be sent this again.
        if (status == 410) {
            count("dead-lettered");
            return queue.giveUp(report, "gone");
        }
        return queue.failed(report).compose(attempts -> {
            if (attempts >= config.attempts()) {
                count("dead-lettered");
                LOG.warnf("the report of call %s was given up after %d attempts", report.callId(), attempts);
                return queue.giveUp(report, "given up after " + attempts + " attempts, last status " + status);
            }
            count("failed");
            return queue.again(report, clock.millis() + pause(attempts).toMillis());
        });
    }

    private Duration pause(int attempts) {
        double times = Math.pow(3, Math.min(attempts - 1, 20));
        return Duration.ofMillis((long) Math.min(config.backoffMax().toMillis(), config.backoff().toMillis() * times));
    }

    private void count(String outcome) {
        registry.counter("liveline_transcript_reports", "outcome", outcome).increment();
    }
}
