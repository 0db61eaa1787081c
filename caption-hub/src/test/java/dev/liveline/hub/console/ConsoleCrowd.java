package dev.liveline.hub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

import com.microsoft.playwright.options.ColorScheme;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/// A benchmark, no test: what a page costs its browser while 300 calls speak. Prints frames, the share of the main thread that tasks take and
/// the longest of them, as the Performance API tells. `mvn -pl caption-hub test -Dtest=ConsoleCrowd`.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ConsoleCrowd {

    private static final int CALLS = 300;
    private static final int SECONDS = 20;
    private static final String MEASURE = """
            seconds => new Promise(done => {
              const frames = []; const long = []; let last = performance.now(); const from = last;
              const seen = new PerformanceObserver(list => long.push(...list.getEntries().map(one => one.duration)));
              seen.observe({entryTypes: ['longtask']});
              const step = now => { frames.push(now - last); last = now;
                if (now - from < seconds * 1000) requestAnimationFrame(step);
                else { seen.disconnect(); frames.sort((a, b) => a - b);
                  done(`${(frames.length / seconds).toFixed(0)} frames/s, p99 between two ${frames[Math.floor(frames.length * .99)].toFixed(0)} ms, `
                    + `longest ${frames.at(-1).toFixed(0)} ms; ${long.length} tasks over 50 ms, together ${long.reduce((a, b) => a + b, 0).toFixed(0)} ms; `
                    + `heap ${(performance.memory.usedJSHeapSize / 1e6).toFixed(0)} MB`); } };
              requestAnimationFrame(step); })""";

    @TestHTTPResource("/")
    URI hub;

    @Inject
    RedisDataSource redis;

    @Inject
    Shards shards;

    @Test
    void measure() throws InterruptedException {
        PlayedCall.noneIsLive(redis, shards);
        List<PlayedCall> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(PlayedCall.rang(redis, shards, "+155501%05d".formatted(i), "team-" + i % 5, 30 + i)
                .answered()
                .after(20)
                .says(Speaker.ASSISTANT, "Let me look that up for you, one moment please.")
                .now());
        }
        try (Chromium chromium = Chromium.start(hub.getPort());
                ConsoleUser user = new ConsoleUser(chromium, 1920, 1080, ColorScheme.DARK)) {
            user.signIn(TestTokens.supervisor());
            assertThat(user.page.locator(".counts").first()).containsText(CALLS + " live calls");
            Thread talk = Thread.ofVirtual().start(() -> speak(calls));
            for (String page : List.of("wall", "live")) {
                user.page.navigate(Chromium.ORIGIN + "/console/#/" + page);
                System.out.println(CALLS + " calls, " + page + ": " + user.page.evaluate(MEASURE, SECONDS) + "; "
                        + user.page.locator(".link").textContent().replaceAll("\\s+", " "));
                user.screenshot(Path.of("target", "screenshots", "crowd-" + page + ".png"));
            }
            talk.interrupt();
            talk.join();
        }
    }

    /// About 100 partials a second, each call in turn; every tenth revision is a final.
    private static void speak(List<PlayedCall> calls) {
        String words = "yes I would like to know where my parcel is because it was promised for Tuesday";
        String[] word = words.split(" ");
        for (int round = 1; !Thread.currentThread().isInterrupted(); round++) {
            for (PlayedCall call : calls) {
                String text = String.join(" ", List.of(word).subList(0, 1 + round % 10));
                if (round % 10 == 9) {
                    call.says(Speaker.CALLER, text + ".");
                } else {
                    call.partial(Speaker.CALLER, text);
                }
                try {
                    TimeUnit.MILLISECONDS.sleep(8);
                } catch (InterruptedException stop) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
