package dev.liveline.endtoend;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;

import dev.liveline.simulator.scenario.ScenarioGenerator;
import dev.liveline.simulator.scenario.ScriptedCall;
import dev.liveline.simulator.scenario.Turn;
import dev.liveline.simulator.stack.DevKey;
import dev.liveline.simulator.vapi.LiveCall;
import dev.liveline.simulator.vapi.MessageType;
import dev.liveline.simulator.vapi.VapiCloud;
import dev.liveline.simulator.vapi.VapiOptions;
import dev.liveline.simulator.vapi.WebhookSigning;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// An agent's hand on a call, the whole way round: a key pressed in a real browser, the gateway, call-router, the simulated Vapi's control
/// URL, the outcome's event through Redis, transcript-service and caption-hub, and back on the page. Skipped where no Chromium is installed.
class ConsoleCommandsTest {

    private static final double PATIENCE_MS = 120_000;
    private static final String SECRET = "console-webhook-secret";
    private static final String KEY = "console-vapi-key";

    @TempDir
    static Path state;

    private static Playwright playwright;
    private static Browser browser;
    private static VapiCloud vapi;
    private static Program up;

    private final List<String> errors = new ArrayList<>();
    private LiveCall call;
    private BrowserContext context;
    private Page page;

    @BeforeAll
    static void start() throws IOException {
        Path chromium = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
        Assumptions.assumeTrue(chromium != null, "no Chromium is installed: browser tests are skipped");
        vapi = VapiCloud.start(VapiOptions.defaults().apiKey(KEY).signing(WebhookSigning.hmac(SECRET)));
        up = Program.start("stack.Up", state,
                Map.of("VAPI_API_KEY", KEY, "VAPI_BASE_URL", vapi.baseUrl(), "VAPI_WEBHOOK_SECRET", SECRET,
                        "TWILIO_ACCOUNT_SID", "AC00000000000000000000000000000001", "TWILIO_AUTH_TOKEN", "t"));
        playwright = Playwright.create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        browser = playwright.chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(chromium)
                .setArgs(List.of("--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"))
                .setTimeout(PATIENCE_MS));
        await().atMost(Duration.ofSeconds(180))
            .failFast("liveline up ended", () -> !up.process().isAlive())
            .until(() -> up.output().contains("liveline is up"));
        vapi.provideAssistant("support", new JsonObject().put("name", "Support")
            .put("serverMessages", new JsonArray(MessageType.CAPTIONED))
            .put("server", new JsonObject().put("url", gateway() + "/webhook/vapi")));
    }

    @AfterAll
    static void stop() {
        if (playwright != null) {
            playwright.close();
        }
        if (up != null) {
            up.close();
        }
        if (vapi != null) {
            vapi.close();
        }
    }

    private static String gateway() {
        return "http://localhost:" + up.port(8080);
    }

    @BeforeEach
    void anAgentWatchesACall() throws IOException {
        call = vapi.placeCall(greetedAndThenSilent(), "support");
        context = browser.newContext();
        context.setDefaultTimeout(PATIENCE_MS);
        page = context.newPage();
        page.onPageError(errors::add);
        page.navigate(gateway() + "/console/");
        page.getByLabel("Access token")
            .fill(DevKey.of(state).token("Sue", "supervisor", List.of(), Instant.now(), Duration.ofHours(1)));
        page.keyboard().press("Enter");
        page.locator("call-list [data-call='" + call.id() + "']").click();
        assertThat(page.locator("call-transcript [data-utterance]")).not().hasCount(0);
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        if (context != null) {
            context.close();
            call.hangUp();
            assertThat(errors).isEmpty();
        }
    }

    /// The assistant greets, and nobody says a word for as long as any test takes.
    private static ScriptedCall greetedAndThenSilent() {
        ScriptedCall some = new ScenarioGenerator(7).call(0);
        Turn.Spoken greeting = (Turn.Spoken) some.turns().getFirst();
        Turn.Spoken later = new Turn.Spoken(greeting.speaker(), Duration.ofHours(1), greeting.utterances());
        return new ScriptedCall(some.seed(), some.callId(), some.caller(), some.dialled(), some.topic(),
                List.of(greeting, later),
                some.endedReason());
    }

    @Test
    void wordsAreSaidAndTheAssistantIsMutedAndUnmutedByKeys() {
        page.keyboard().press("s");
        page.getByLabel("Words").fill("A colleague will be with you shortly.");
        page.keyboard().press("Control+Enter");
        assertThat(page.locator("[data-note=command]").last()).containsText("Say · done · by Sue");
        assertThat(page.locator("call-transcript [data-utterance]").last())
            .containsText("A colleague will be with you shortly.");

        page.keyboard().press("m");
        page.keyboard().press("Enter");
        assertThat(page.locator("call-view .signs")).containsText("assistant muted");
        assertThat(page.locator("[data-note=command]").last()).containsText("Mute assistant · done · by Sue");

        page.keyboard().press("m");
        assertThat(page.getByText("Unmute the assistant?")).isVisible();
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-note=command]").last()).containsText("Unmute assistant · done · by Sue");
        assertThat(page.locator("call-view .signs")).not().containsText("assistant muted");
        assertThat(call.controls().stream().map(control -> control.getString("control", control.getString("type"))))
            .containsExactly("say", "mute-assistant", "unmute-assistant");
    }

    @Test
    void aCallIsTakenOver() {
        page.keyboard().press("t");
        page.getByLabel("Your phone").fill("+1 555 010 0777");
        page.keyboard().press("Enter");
        assertThat(page.locator("[data-note=command]").last()).containsText("Take over · done · by Sue");
        await().atMost(Duration.ofMinutes(1)).untilAsserted(() -> assertThat(call.forwardedTo()).isEqualTo("+15550100777"));
    }
}
