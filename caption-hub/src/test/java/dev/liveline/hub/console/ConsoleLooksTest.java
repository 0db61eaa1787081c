package dev.liveline.hub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;

import dev.liveline.edge.testing.RedisResource;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.events.Shards;
import dev.liveline.events.Speaker;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/// How the console looks on a busy morning: its pages are scanned by axe-core, fit every width, and are pictured in `target/screenshots`.
/// `-Dliveline.screenshots=<folder>` puts the pictures of the documentation there, too.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ConsoleLooksTest {

    private static final Path PICTURES = Path.of("target", "screenshots");
    private static final String[] TEAMS = { "billing", "claims", "returns" };
    private static final String[][] TALK = { { "Let me look that up for you, one moment please.", "Thank you." },
            { "Which address should it go to?", "yes the blue one please" },
            { "I can see two deliveries on this account.", "It is the second one, I think." } };

    private static Chromium chromium;

    @TestHTTPResource("/")
    URI hub;

    @Inject
    RedisDataSource redis;

    @Inject
    Shards shards;

    private final List<PlayedCall> calls = new ArrayList<>();
    private final List<PlayedCall> talking = new ArrayList<>();
    private PlayedCall open;
    private ConsoleUser user;

    @BeforeEach
    void aBusyMorning() {
        PlayedCall.noneIsLive(redis, shards);
        if (chromium == null) {
            chromium = Chromium.start(hub.getPort());
        }
        open = rang("+15550100123", 0, 161).answered()
            .after(3)
            .speaks(Speaker.ASSISTANT, true)
            .says(Speaker.ASSISTANT,
                    "Thank you for calling TechFlow support. Our refund policy covers thirty days from delivery, and")
            .bargeIn("Thank you for calling TechFlow support. Our refund policy")
            .speaks(Speaker.ASSISTANT, false)
            .after(3)
            .says(Speaker.CALLER, "I just need my order number.")
            .after(.122)
            .speaks(Speaker.ASSISTANT, true)
            .says(Speaker.ASSISTANT, "I can help you find that. What e-mail did you order with?")
            .speaks(Speaker.ASSISTANT, false)
            .after(8)
            .says(Speaker.CALLER, "Mia dot Jones at example dot com.")
            .after(.31)
            .speaks(Speaker.ASSISTANT, true)
            .says(Speaker.ASSISTANT, "Thank you. Your order number is four four seven one.")
            .speaks(Speaker.ASSISTANT, false)
            .after(9)
            .says(Speaker.CALLER, "And when will it be here?")
            .after(.24)
            .speaks(Speaker.ASSISTANT, true)
            .tool("order_status")
            .says(Speaker.ASSISTANT, "It left the warehouse on Monday and was out for delivery on Tuesday.")
            .bargeIn("It left the warehouse on Monday")
            .speaks(Speaker.ASSISTANT, false)
            .after(7)
            .says(Speaker.CALLER, "Could I talk to a person, please?")
            .after(.45)
            .tool("escalate_to_human")
            .says(Speaker.ASSISTANT, "Of course. I am asking a colleague in billing to join us.")
            .media()
            .now();
        rang("+442079460991", 1, 38).answered().after(24).says(Speaker.ASSISTANT, "Let me look that up for you.");
        rang("anonymous", 1, 4);
        for (int i = 0; i < 11; i++) {
            talking.add(rang("+1555010%04d".formatted(177 + 7 * i), i, 40 + 23 * i).answered()
                .after(20)
                .says(Speaker.ASSISTANT, TALK[i % TALK.length][0])
                .now());
        }
    }

    /// Everybody speaks, in two revisions, so that there are words that hold and words that may change.
    private void everybodySpeaks(Locator shownWhenHeard) {
        open.partial(Speaker.CALLER, "oh great thank you so the parcel was supposed to");
        for (int i = 0; i < talking.size(); i++) {
            String words = TALK[i % TALK.length][1];
            talking.get(i).partial(Speaker.CALLER, words.substring(0, words.lastIndexOf(' ')));
        }
        assertThat(shownWhenHeard).containsText("the parcel was");
        open.partial(Speaker.CALLER, "oh great thank you so the parcel was supposed to come on Tues");
        for (int i = 0; i < talking.size(); i++) {
            talking.get(i).partial(Speaker.CALLER, TALK[i % TALK.length][1]);
        }
        assertThat(shownWhenHeard).containsText("come on Tues");
        // The list is drawn a little later than the open call. Whoever asks for a person needs someone, and maybe whoever is silent.
        assertThat(user.page.locator(".need")).containsText(Pattern.compile("\\b[12] needs? someone"));
        assertThat(user.page.locator(".link")).containsText("behind");
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        calls.forEach(PlayedCall::forget);
        if (user != null) {
            user.close();
            assertThat(user.errors).isEmpty();
        }
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
            chromium = null;
        }
    }

    private PlayedCall rang(String from, int team, long secondsAgo) {
        PlayedCall call = PlayedCall.rang(redis, shards, from, TEAMS[team % TEAMS.length], secondsAgo);
        calls.add(call);
        return call;
    }

    private void signIn(int width, int height, ColorScheme scheme) {
        user = new ConsoleUser(chromium, width, height, scheme);
        // Before the page is there: a route that is set on a living page may miss its next request.
        user.page.route("**/calls?*", route -> route.fulfill(new Route.FulfillOptions()
            .setContentType("application/json")
            .setBody("{\"calls\":[{\"callId\":\"x\",\"from\":\"+15550100101\",\"startedAt\":1,\"endedAt\":9}]}")));
        user.signIn(TestTokens.supervisor());
    }

    private void openTheCall() {
        user.choose(open);
        user.page.mouse().move(0, 0);
        everybodySpeaks(user.page.locator("rolling-captions"));
        assertThat(user.page.locator(".unheard")).hasCount(2);
        // Choosing may have scrolled the list, of which only what is in sight is drawn.
        user.page.locator("call-list .rows").evaluate("rows => rows.scrollTop = 0");
        assertThat(user.page.locator("call-list .call[aria-posinset='1']")).containsText("asks for a person");
    }

    @ParameterizedTest
    @EnumSource(names = { "LIGHT", "DARK" })
    void everyPageIsAccessible(ColorScheme scheme) {
        signIn(1440, 900, scheme);
        openTheCall();
        scan("live");
        user.page.keyboard().press("r");
        assertThat(user.page.getByText("Transfer this call")).isVisible();
        scan("dialog");
        user.page.keyboard().press("Escape");
        user.page.keyboard().press("?");
        assertThat(user.page.getByText("Keys and signs")).isVisible();
        scan("help");
        user.page.keyboard().press("Escape");
        user.page.keyboard().press("w");
        assertThat(user.page.locator("wall-view .tile")).hasCount(calls.size());
        scan("wall");
        user.page.keyboard().press("h");
        assertThat(user.page.locator("ended-calls .call")).hasCount(1);
        scan("ended");
        user.page.getByLabel("Sign out").click();
        assertThat(user.page.getByLabel("Access token")).isVisible();
        scan("sign-in");
    }

    @Test
    void noPageIsWiderThanASmallPhone() {
        signIn(360, 740, ColorScheme.LIGHT);
        assertThat(user.page.locator("call-list .call").first()).isVisible();
        fits("list");
        user.choose(open);
        assertThat(user.page.locator("call-view h2")).isVisible();
        assertThat(user.said().last()).isInViewport();
        assertThat(user.page.locator(".jump")).hasCount(0);
        fits("call");
        user.screenshot(PICTURES.resolve("phone.png"));
        user.page.getByLabel("Back to the list").click();
        assertThat(user.page.locator("call-list .call").first()).isVisible();
        user.page.keyboard().press("w");
        assertThat(user.page.locator("wall-view .tile").first()).isVisible();
        fits("wall");
    }

    @Test
    void helpIsReadFromItsTopOnASmallPhone() {
        signIn(360, 640, ColorScheme.LIGHT);
        user.page.keyboard().press("?");
        assertThat(user.page.getByText("Keys and signs")).isInViewport();
        assertThat(user.page.locator("help-dialog").getByText("Close")).isFocused();
        assertThat(user.page.locator("help-dialog").getByText("Close")).isInViewport();
    }

    /// Fonts differ from machine to machine: this is for the widest that is common.
    @ParameterizedTest
    @ValueSource(ints = { 1280, 1440 })
    void aLaptopsScreenTakesHeadAndCommandsInOneRowEach(int width) {
        signIn(width, 800, ColorScheme.LIGHT);
        openTheCall();
        assertThat(rowsOf("call-view .cmd button")).as("commands").isEqualTo(1);
        assertThat(rowsOf("call-view h2, call-view .find, call-view .tools")).as("head").isEqualTo(1);
        assertThat(rowsOf("call-list .filters button")).as("filters").isEqualTo(1);
    }

    private Object rowsOf(String selector) {
        return user.page.locator(selector)
            .evaluateAll("all => new Set(all.map(one => { const {top, height} = one.getBoundingClientRect();"
                    + " return Math.round((top + height / 2) / 12); })).size");
    }

    @Test
    void wordsOfAnyLengthStayWithinTheirColumn() {
        open.says(Speaker.CALLER, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft".repeat(4))
            .says(Speaker.CALLER, "This utterance goes on. ".repeat(417))
            .partial(Speaker.CALLER, "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz".repeat(3));
        for (int width : new int[]{ 360, 1280 }) {
            signIn(width, 740, ColorScheme.LIGHT);
            user.choose(open);
            assertThat(user.page.locator("rolling-captions")).containsText("Rindfleisch");
            fits(width + " px");
            for (String inner : new String[]{ "call-transcript .scroll", "rolling-captions .lines", "call-list .rows" }) {
                if (width == 360 && inner.startsWith("call-list")) {
                    continue;
                }
                assertThat(user.page.locator(inner).evaluate("inner => inner.scrollWidth - inner.clientWidth")).as(inner)
                    .isEqualTo(0);
            }
            user.close();
        }
    }

    @Test
    void namesOfAnyLengthAreCutWithinTheirRow() {
        String address = "sip:extraordinarily.long.user.name.of.a.desk-phone@branch-office-17.pbx.example.com";
        String team = "Enterprise customer retention & escalations (after hours)";
        PlayedCall longest = PlayedCall.rang(redis, shards, address, team, 300)
            .answered()
            .says(Speaker.CALLER, "A person, please.");
        calls.add(longest);
        for (int width : new int[]{ 360, 900, 1280 }) {
            signIn(width, 740, ColorScheme.LIGHT);
            user.page.route("**/assistants/*/name", route -> route.fulfill(new Route.FulfillOptions()
                .setContentType("application/json")
                .setBody(new JsonObject().put("name", "An assistant of many words, ".repeat(5)).encode())));
            user.page.route("**/calls?*", route -> route.fulfill(new Route.FulfillOptions()
                .setContentType("application/json")
                .setBody(new JsonObject()
                    .put("calls", new JsonArray().add(new JsonObject(
                            Map.of("callId", "x", "from", address, "team", team, "startedAt", 1, "endedAt", 90_000))))
                    .encode())));
            user.row(longest).click();
            assertThat(user.page.locator("call-view h2")).containsText("extraordinarily");
            nothingSticksOut("call-view .head", width);
            if (width == 1280) {
                assertThat(rowsOf("call-view .chip.optional:not(.assistant), call-view .tools")).as("chips and tools")
                    .isEqualTo(1);
            } else if (width == 900) {
                assertThat((Double) user.row(longest)
                    .locator(".team")
                    .evaluate("team => team.getBoundingClientRect().width + .01"))
                    .as("team beside the signs")
                    .isGreaterThan(40);
            }
            user.page.keyboard().press("w");
            assertThat(user.page.locator("wall-view .tile")).hasCount(calls.size());
            nothingSticksOut("wall-view .tile", width);
            user.page.keyboard().press("h");
            assertThat(user.page.locator("ended-calls .call")).hasCount(1);
            nothingSticksOut("ended-calls .call", width);
            user.close();
        }
    }

    private void nothingSticksOut(String selector, int width) {
        assertThat(
                user.page.locator(selector).evaluateAll("all => all.filter(one => one.scrollWidth > one.clientWidth).length"))
            .as(selector + " at " + width + " px")
            .isEqualTo(0);
    }

    @Test
    void wordsThatAreReadFromTheRightAreCutWhereTheyEnd() {
        PlayedCall call = rang("+972501234567", 0, 60).answered()
            .says(Speaker.ASSISTANT, "دقيقة واحدة من فضلك، سأبحث عن طلبك في النظام وأعود إليك مع كل التفاصيل الخاصة بالشحن.");
        signIn(1280, 800, ColorScheme.LIGHT);
        assertThat(user.row(call).locator(".last")).containsText("Assistant:");
        assertThat(user.row(call).locator(".words")).hasCSS("direction", "rtl");
        assertThat((Integer) user.row(call).locator(".words").evaluate("words => words.scrollWidth - words.clientWidth"))
            .as("cut at the left, where it ends")
            .isGreaterThan(0);
    }

    /// A laptop's screen at 200 % is this large.
    @Test
    void aPageZoomedToTwiceItsSizeStillShowsWhatIsSaidAndTheCommands() {
        signIn(640, 400, ColorScheme.LIGHT);
        user.choose(open);
        everybodySpeaks(user.page.locator("rolling-captions"));
        fits("zoomed");
        assertThat(user.said().last()).isInViewport();
        assertThat(user.page.locator("rolling-captions p")).isInViewport();
        assertThat(user.page.locator("[data-command=take-over]")).isInViewport();
        assertThat(user.page.locator("[data-command=end-call]")).isInViewport();
    }

    @Test
    void nothingMovesForWhoAskedForLessMotion() {
        signIn(1440, 900, ColorScheme.LIGHT);
        user.page.emulateMedia(new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
        openTheCall();
        assertThat(user.page.locator("rolling-captions .pulse")).hasCSS("animation-name", "none");
    }

    @Test
    void itIsPictured() {
        signIn(1440, 900, ColorScheme.LIGHT);
        openTheCall();
        picture("console-light.png");
        user.close();
        signIn(1440, 900, ColorScheme.DARK);
        openTheCall();
        picture("console-dark.png");
        user.close();
        signIn(1920, 1080, ColorScheme.DARK);
        user.page.keyboard().press("w");
        assertThat(user.page.locator("wall-view .tile")).hasCount(calls.size());
        everybodySpeaks(user.page.locator("wall-view [data-call='" + open.callId + "']"));
        picture("wall.png");
    }

    private void picture(String name) {
        // Nobody has only just called: what is pictured is a page that knows the time.
        assertThat(user.page.locator(".dur, [role=timer]").allTextContents()).isNotEmpty().doesNotContain("00:00");
        user.screenshot(PICTURES.resolve(name));
        String folder = System.getProperty("liveline.screenshots");
        if (folder == null) {
            return;
        }
        try {
            Path target = Files.createDirectories(Path.of(folder)).resolve(name);
            Files.copy(PICTURES.resolve(name), target, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void fits(String name) {
        assertThat(user.page.evaluate("document.documentElement.scrollWidth - innerWidth")).as(name).isEqualTo(0);
    }

    /// axe-core over the page as it stands; findings that are serious or worse fail.
    private void scan(String name) {
        user.page.evaluate(axe());
        Object found = user.page.evaluate(
                """
                        () => axe.run(document, {resultTypes: ['violations']}).then(({violations}) => violations
                          .filter(({impact}) => impact === 'serious' || impact === 'critical')
                          .map(({id, help, nodes}) => ({id, help, where: nodes.map(({target, failureSummary}) => `${target} ${failureSummary}`)})))""");
        assertThat(found).as(name).asInstanceOf(InstanceOfAssertFactories.LIST).isEmpty();
    }

    private static String axe() {
        try (InputStream script = ConsoleLooksTest.class.getResourceAsStream("/axe.min.js")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
