package dev.liveline.hub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;

import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import dev.liveline.events.redis.TestRedis;
import dev.liveline.hub.testing.CallWriter;
import dev.liveline.hub.testing.HubProcess;
import dev.liveline.hub.testing.HubUnderTest;
import io.restassured.RestAssured;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;

/// The page before a hub that is a process of its own: it is stopped and started again below an open page, and it is asked by pages of
/// other origins.
class ConsoleIT {

    private static final String CRM = "http://crm.example";
    private static final String STRANGER = "http://stranger.example";
    private static final List<String> JVM = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private static final int PORT = TestRedis.freePort();

    private static Chromium chromium;
    private static TestRedis redis;
    private static Vertx vertx;
    private static Redis client;
    private static String publicKey;
    private static HubProcess hub;

    private CallWriter call;
    private ConsoleUser user;

    @BeforeAll
    static void start() {
        chromium = Chromium.start(PORT);
        redis = TestRedis.start();
        vertx = Vertx.vertx();
        client = Redis.createClient(vertx, redis.uri());
        publicKey = TestTokens.makeKey();
        RestAssured.port = PORT;
        hub = startHub();
    }

    private static HubProcess startHub() {
        return HubProcess.start(PORT, redis.uri(), publicKey,
                Map.of("liveline.allowed-origins", CRM, "liveline.drain.duration", "1s"), JVM);
    }

    @AfterAll
    static void stop() {
        RestAssured.reset();
        if (chromium == null) {
            return;
        }
        chromium.close();
        hub.close();
        client.close();
        vertx.close().toCompletionStage().toCompletableFuture().join();
        redis.close();
    }

    @BeforeEach
    void aCallGoesOn() {
        call = new HubUnderTest(hub.root(), client, new Shards(4)).newCall().started().last(Speaker.CALLER, "Before.");
        user = new ConsoleUser(chromium, 1200, 800, ColorScheme.LIGHT);
    }

    @AfterEach
    void close() {
        user.close();
        call.erase();
    }

    @Test
    void aPageOutlivesItsHubSaysSoMeanwhileAndMissesNothing() {
        user.signIn(TestTokens.supervisor());
        user.choose(call.callId());
        assertThat(user.said()).hasText(new String[]{ "Before." });

        hub.kill();
        Locator state = user.page.locator(".link");
        assertThat(state).not().hasAttribute("data-phase", "live");
        recordPhases(state);
        assertThat(user.page.locator(".bar")).containsText("may be out of date");
        call.last(Speaker.ASSISTANT, "While it was dead.").partial(Speaker.CALLER, "and I still");
        hub = startHub();

        assertThat(state).hasAttribute("data-phase", "live");
        assertThat(user.page.locator(".bar")).hasCount(0);
        assertThat(user.said()).hasText(new String[]{ "Before.", "While it was dead." });
        assertThat(user.page.locator("rolling-captions")).containsText("and I still");
        assertThat(phases(state)).as("live only once it was").endsWith("live").containsOnlyOnce("live");

        hub.terminate();
        assertThat(state).not().hasAttribute("data-phase", "live");
        recordPhases(state);
        call.last(Speaker.CALLER, "And I still wait.");
        hub.await();
        assertThat(user.page.locator(".bar")).containsText("may be out of date");
        call.last(Speaker.ASSISTANT, "While it was replaced.");
        hub = startHub();

        assertThat(user.said())
            .hasText(new String[]{ "Before.", "While it was dead.", "And I still wait.", "While it was replaced." });
        assertThat(state).hasAttribute("data-phase", "live");
        assertThat(phases(state)).endsWith("live").containsOnlyOnce("live");
        call.last(Speaker.CALLER, "Here again.");
        assertThat(user.said()).hasCount(5);
    }

    /// What the page says of its connection from now on, change by change.
    private static void recordPhases(Locator state) {
        state.evaluate(
                """
                        state => {
                          if (!window.phases) new MutationObserver(() => phases.push(state.dataset.phase)).observe(state, {attributeFilter: ['data-phase']});
                          window.phases = []; }""");
    }

    private static List<String> phases(Locator state) {
        return ((List<?>) state.evaluate("() => window.phases")).stream().map(String.class::cast).toList();
    }

    @Test
    void anAllowedPageOfAnotherOriginShowsACallsCaptions() {
        embed(CRM);
        assertThat(user.said()).hasText(new String[]{ "Before." });
        call.partial(Speaker.ASSISTANT, "good day");
        assertThat(user.page.locator("live-captions rolling-captions")).containsText("good day");
        call.last(Speaker.ASSISTANT, "Good day.");
        assertThat(user.said()).hasText(new String[]{ "Before.", "Good day." });
        assertThat(user.page.evaluate("location.origin")).isEqualTo(CRM);
        assertThat(user.errors).isEmpty();
    }

    @Test
    void aPageOfAnyOtherOriginIsRefusedAndSaysSo() {
        embed(STRANGER);
        assertThat(user.page.locator("live-captions .state")).containsText("new ticket is needed");
        assertThat(user.said()).hasCount(0);
    }

    private void embed(String origin) {
        user.page.route(origin + "/**",
                route -> route.fulfill(new Route.FulfillOptions().setContentType("text/html")
                    .setBody("""
                            <!doctype html><title>CRM</title><link rel="icon" href="data:,">
                            <script type="module" src="%s/console/live-captions.js"></script>
                            <live-captions call="%s" ticket="%s"></live-captions>""".formatted(Chromium.ORIGIN, call.callId(),
                            ConsoleUser.ticket(TestTokens.supervisor())))));
        user.page.navigate(origin + "/");
    }
}
