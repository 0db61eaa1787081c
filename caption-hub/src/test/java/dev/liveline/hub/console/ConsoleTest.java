package dev.liveline.hub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

import jakarta.inject.Inject;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.ColorScheme;

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

/// What an agent sees and does: the console in a real browser, over the running hub. The two services whose answers it needs beside the
/// hub's, transcript-service and call-router, are played by the test.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ConsoleTest {

    private static CuttableLine line;
    private static Chromium chromium;

    @TestHTTPResource("/")
    URI hub;

    @Inject
    RedisDataSource redis;

    @Inject
    Shards shards;

    private final List<PlayedCall> calls = new ArrayList<>();
    private ConsoleUser user;
    private Page page;
    private boolean lineMayFail;

    @BeforeEach
    void openAPage() {
        PlayedCall.noneIsLive(redis, shards);
        if (chromium == null) {
            line = new CuttableLine(hub.getPort());
            chromium = Chromium.start(line.port());
        }
        open(1440, 900);
    }

    @AfterEach
    void nothingWentWrongUnseen() {
        // Whatever became of the test: the next one needs it.
        line.restore();
        calls.forEach(PlayedCall::forget);
        if (user != null) {
            user.close();
            assertThat(lineMayFail ? List.of() : user.errors).isEmpty();
        }
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
            line.close();
            chromium = null;
        }
    }

    private void open(int width, int height) {
        if (user != null) {
            user.close();
        }
        user = new ConsoleUser(chromium, width, height, ColorScheme.LIGHT);
        page = user.page;
    }

    private PlayedCall ring(String from, String team) {
        PlayedCall call = PlayedCall.rings(redis, shards, from, team);
        calls.add(call);
        return call;
    }

    private PlayedCall rang(String from, String team, long secondsAgo) {
        PlayedCall call = PlayedCall.rang(redis, shards, from, team, secondsAgo);
        calls.add(call);
        return call;
    }

    private void signIn() {
        user.signIn(TestTokens.supervisor());
    }

    @Nested
    class SigningIn {

        @Test
        void aLinkSignsInAndIsGoneFromTheAddress() {
            signIn();
            assertThat(page.locator(".who")).containsText("Supervisor");
            assertThat(page.url()).doesNotContain("ticket");
            assertThat(page.evaluate("document.cookie + JSON.stringify(localStorage)").toString()).doesNotContain("ey");
        }

        @Test
        void aLinkWorksOnce() {
            lineMayFail = true;
            String link = ConsoleUser.link(TestTokens.supervisor());
            page.navigate(link);
            assertThat(page.locator(".link")).hasAttribute("data-phase", "live");
            open(1000, 700);
            page.navigate(link);
            assertThat(page.locator("liveline-sign-in [role=alert]")).containsText("used already");
        }

        @Test
        void aLinkWorksInATabThatShowsThePageAlready() {
            PlayedCall call = rang("+15550100101", "billing", 300).answered();
            page.navigate(Chromium.ORIGIN + "/console/");
            assertThat(page.getByLabel("Access token")).isVisible();
            user.signIn(TestTokens.agent("claims"));
            assertThat(page.locator(".who")).containsText("Agent · claims");
            assertThat(page.locator("call-list .empty")).containsText("No calls right now");
            user.signIn(TestTokens.supervisor());
            assertThat(page.locator(".who")).containsText("Supervisor");
            assertThat(user.row(call)).isVisible();
            assertThat(page.url()).doesNotContain("ticket");
        }

        @Test
        void aPastedTokenSignsInAndSigningOutForgetsIt() {
            page.navigate(Chromium.ORIGIN + "/console/");
            page.getByLabel("Access token").fill("Bearer " + TestTokens.agent("billing"));
            page.keyboard().press("Enter");
            assertThat(page.locator(".link")).hasAttribute("data-phase", "live");
            assertThat(page.locator(".who")).containsText("Agent · billing");
            page.getByLabel("Sign out").click();
            assertThat(page.getByLabel("Access token")).isFocused();
            assertThat(page.evaluate("sessionStorage.length")).isEqualTo(0);
        }

        @Test
        void whatIsNoTokenOrAnOldOneIsToldBeforeItIsSent() {
            page.navigate(Chromium.ORIGIN + "/console/");
            page.getByLabel("Access token").fill("not a token!");
            page.keyboard().press("Enter");
            assertThat(page.locator("#problem")).containsText("no token");
            page.getByLabel("Access token")
                .fill(TestTokens.token("old", Set.of("agent"), Set.of("billing"), Duration.ofMinutes(-1)));
            page.keyboard().press("Enter");
            assertThat(page.locator("#problem")).containsText("expired");
        }

        @Test
        void aTokenThatIsRefusedLeadsBackHere() {
            lineMayFail = true;
            page.navigate(Chromium.ORIGIN + "/console/");
            String forged = TestTokens.supervisor();
            page.getByLabel("Access token").fill(forged.substring(0, forged.length() - 6) + "AAAAAA");
            page.keyboard().press("Enter");
            assertThat(page.locator("liveline-sign-in [role=alert]")).containsText("sign-in has ended");
        }

        @Test
        void aSignInThatIsAboutToEndSaysSo() {
            user.signIn(TestTokens.token("sue", Set.of("supervisor"), Set.of(), Duration.ofMinutes(3)));
            assertThat(page.locator(".bar")).containsText("sign-in ends in");
        }
    }

    @Nested
    class TheList {

        @Test
        void showsACallWhileItRingsSpeaksAndEnds() {
            signIn();
            PlayedCall call = ring("+15550100123", "billing");
            assertThat(user.row(call)).containsText("+1 555 010 0123");
            assertThat(user.row(call)).containsText("ringing");
            call.answered().says(Speaker.CALLER, "I just need my order number.");
            assertThat(user.row(call)).containsText("I just need my order number.");
            call.ends("customer-ended-call");
            assertThat(user.row(call)).containsText("customer ended call");
        }

        @Test
        void putsFirstWhoAsksForAPerson() {
            // Both speak on, so that neither counts as silent however long the page takes.
            rang("+15550100101", "billing", 300).answered()
                .now()
                .says(Speaker.CALLER, "Where is my parcel?")
                .speaks(Speaker.CALLER, true);
            PlayedCall asking = rang("+15550100102", "billing", 20).answered()
                .now()
                .says(Speaker.CALLER, "Hello.")
                .speaks(Speaker.CALLER, true);
            signIn();
            assertThat(page.locator("call-list .call")).hasCount(2);
            page.mouse().move(900, 500);
            asking.says(Speaker.CALLER, "Can I talk to a person?").tool("escalate_to_human");
            assertThat(page.locator("call-list .call[aria-posinset='1']")).containsText("asks for a person");
            assertThat(page.locator("call-list .call[aria-posinset='1']")).containsText("+1 555 010 0102");
            assertThat(page.locator(".need")).containsText("1 needs someone");
        }

        @Test
        void tellsInTheTitleAndLeadsToWhoNeedsSomeoneFromAnyPage() {
            PlayedCall asking = rang("+15550100102", "billing", 20).answered().now().says(Speaker.CALLER, "Representative!");
            rang("+15550100101", "billing", 300).answered().now().says(Speaker.CALLER, "Hello.").speaks(Speaker.CALLER, true);
            signIn();
            assertThat(page).hasTitle("(1) Liveline");
            page.keyboard().press("w");
            assertThat(page.locator("wall-view .tile")).hasCount(2);
            page.locator(".need").click();
            assertThat(user.row(asking)).hasAttribute("aria-selected", "true");
            page.getByLabel("Sign out").click();
            assertThat(page).hasTitle("Liveline");
        }

        @Test
        void countsThoseThatNeedSomeoneWhereTheyAreFiltered() {
            rang("+15550100101", "billing", 300).answered().now().says(Speaker.CALLER, "Representative!");
            rang("+15550100102", "claims", 20).answered().now().says(Speaker.CALLER, "Hello.").speaks(Speaker.CALLER, true);
            signIn();
            assertThat(page.locator("call-list .filters").getByText("Need someone")).hasText("Need someone 1");
            page.getByLabel("Team").selectOption("claims");
            assertThat(page.locator("call-list .call")).hasCount(1);
            assertThat(page.locator("call-list .filters").getByText("Need someone")).hasText("Need someone");
        }

        @Test
        void showsTheNewestWordsOfALongSentenceThatIsBeingSaid() {
            PlayedCall call = ring("+15550100123", "billing").answered();
            signIn();
            call.partial(Speaker.CALLER, "oh great thank you so the parcel was supposed to come on Tuesday");
            assertThat(user.row(call).locator(".last")).hasText(Pattern.compile("^….*come on Tuesday$"));
        }

        @Test
        void isSearchedByNumberWordsAndTeamAndFilteredByNeed() {
            PlayedCall parcel = ring("+15550100111", "billing").answered()
                .says(Speaker.CALLER, "Where is my parcel?")
                .speaks(Speaker.CALLER, true);
            PlayedCall refund = ring("+442079460991", "claims").answered()
                .says(Speaker.CALLER, "I want a refund.")
                .speaks(Speaker.CALLER, true);
            signIn();
            assertThat(user.row(refund)).containsText("I want a refund.");
            page.keyboard().press("/");
            page.keyboard().type("refund");
            assertThat(user.row(parcel)).hasCount(0);
            assertThat(user.row(refund)).isVisible();
            page.keyboard().press("Escape");
            assertThat(user.row(parcel)).isVisible();
            page.locator("call-list .filters").getByText("Need someone").click();
            assertThat(page.locator("call-list .empty")).containsText("No call matches");
        }

        @Test
        void showsAnAgentTheCallsOfTheirTeams() {
            PlayedCall ours = ring("+15550100111", "billing");
            PlayedCall theirs = ring("+15550100112", "claims");
            user.signIn(TestTokens.agent("billing"));
            assertThat(user.row(ours)).isVisible();
            assertThat(user.row(theirs)).hasCount(0);
            page.navigate(Chromium.ORIGIN + "/console/#/live/" + theirs.callId);
            assertThat(page.locator("call-view")).containsText("not yours to see");
        }

        @Test
        void drawsOnlyWhatIsInViewOfManyCalls() {
            for (int i = 0; i < 60; i++) {
                rang("+155501%05d".formatted(i), "billing", 60 + i).answered();
            }
            signIn();
            assertThat(page.locator(".counts").first()).containsText("60 live calls");
            assertThat(page.locator("call-list .call").count()).isLessThan(30);
            page.locator("call-list .rows").focus();
            page.keyboard().press("End");
            assertThat(page.locator("call-list .call[aria-posinset='60']")).hasAttribute("aria-selected", "true");
        }
    }

    @Nested
    class ACall {

        private PlayedCall call;

        @BeforeEach
        void isOpen() {
            call = rang("+15550100123", "billing", 161).answered();
            signIn();
            user.choose(call);
        }

        @Test
        void showsPartialTextFirmAndSoftUntilItIsFinal() {
            call.speaks(Speaker.CALLER, true).partial(Speaker.CALLER, "so the parcel was");
            Locator rolling = page.locator("rolling-captions [data-speaker=caller]");
            assertThat(rolling.locator(".soft")).hasText("so the parcel was");
            call.partial(Speaker.CALLER, "so the parcel was supposed to come on tues");
            assertThat(rolling.locator(".firm")).hasText("so the parcel was");
            assertThat(rolling.locator(".soft")).hasText(Pattern.compile("supposed to come on tues"));
            assertThat(user.said()).hasCount(0);
            call.says(Speaker.CALLER, "So the parcel was supposed to come on Tuesday.").speaks(Speaker.CALLER, false);
            assertThat(user.said()).hasText(new String[]{ "So the parcel was supposed to come on Tuesday." });
            assertThat(rolling).hasCount(0);
        }

        @Test
        void tellsSpeakersApartInWords() {
            call.says(Speaker.ASSISTANT, "Good day.").says(Speaker.CALLER, "Hello.").says(Speaker.AGENT, "Hi, this is Mia.");
            assertThat(page.locator("call-transcript .who")).hasText(new String[]{ "Assistant", "Caller", "Agent" });
        }

        @Test
        void marksWhatTheCallerDidNotHear() {
            call.says(Speaker.ASSISTANT, "Our refund policy covers thirty days from delivery.").bargeIn("Our refund policy");
            assertThat(page.locator(".unheard")).containsText("covers thirty days from delivery.");
            assertThat(page.locator(".cut")).containsText("cut off by the caller");
        }

        @Test
        void showsAllThatHappenedBeforeItWasOpened() {
            PlayedCall other = rang("+15550100177", "billing", 90).answered()
                .says(Speaker.ASSISTANT, "Our refund policy covers thirty days.")
                .bargeIn("Our refund policy")
                .says(Speaker.CALLER, "Where is my order?")
                .tool("order_status");
            user.choose(other);
            assertThat(page.locator(".unheard")).containsText("covers thirty days.");
            assertThat(page.locator("[data-note=tool]")).containsText("order_status");
        }

        @Test
        void followsTheNewestLineUntilTheReaderScrollsUp() {
            for (int i = 1; i <= 60; i++) {
                call.says(i % 2 == 0 ? Speaker.ASSISTANT : Speaker.CALLER, "Line number " + i + ".");
            }
            assertThat(user.said().last()).hasText("Line number 60.");
            assertThat(user.said().last()).isInViewport();
            Locator scroll = page.locator("call-transcript .scroll");
            scroll.evaluate("scroll => { scroll.scrollTop = 0; }");
            assertThat(page.locator(".jump")).isVisible();
            call.says(Speaker.CALLER, "A new line.");
            assertThat(page.locator(".jump")).containsText("1 new");
            assertThat(user.said().first()).isInViewport();
            page.locator(".jump").click();
            assertThat(user.said().last()).isInViewport();
            assertThat(page.locator(".jump")).hasCount(0);
        }

        @Test
        void isFollowedBeyondItsEnd() {
            for (int i = 1; i <= 40; i++) {
                call.says(i % 2 == 0 ? Speaker.ASSISTANT : Speaker.CALLER, "Line number " + i + ".");
            }
            assertThat(user.said().last()).isInViewport();
            call.ends("customer-ended-call");
            assertThat(page.locator("call-view .banner")).containsText("customer ended call");
            assertThat(page.locator("[data-note=ended]")).isInViewport();
            for (int i = 1; i <= 12; i++) {
                call.says(i % 2 == 0 ? Speaker.ASSISTANT : Speaker.CALLER, "Late final " + i + ".");
            }
            assertThat(user.said().last()).hasText("Late final 12.");
            assertThat(user.said().last()).isInViewport();
        }

        @Test
        void isOpenAgainForWhoComesBackFromAnotherPage() {
            PlayedCall other = rang("+15550100177", "billing", 90).answered();
            user.choose(other);
            page.keyboard().press("w");
            assertThat(page.locator("wall-view .tile")).hasCount(2);
            page.keyboard().press("l");
            assertThat(user.row(other)).hasAttribute("aria-selected", "true");
        }

        @Test
        void namesWhoSpeaksOnOnceButForScreenReadersAlways() {
            call.says(Speaker.CALLER, "One.").says(Speaker.CALLER, "Two.").says(Speaker.ASSISTANT, "Three.");
            assertThat(page.locator("call-transcript .who")).hasText(new String[]{ "Caller", "Caller", "Assistant" });
            assertThat(page.locator("call-transcript .who .icon")).hasCount(2);
        }

        @Test
        void readsFromTheRightWhatIsWrittenFromTheRight() {
            call.says(Speaker.CALLER, "שלום, אני רוצה לדבר עם נציג.").partial(Speaker.CALLER, "و أخيراً أريد أن");
            assertThat(user.said()).hasCSS("direction", "rtl");
            assertThat(page.locator("rolling-captions p")).hasCSS("direction", "rtl");
        }

        @Test
        void drawsOnlyTheLastLinesOfALongOne() {
            for (int i = 1; i <= 260; i++) {
                call.says(i % 2 == 0 ? Speaker.ASSISTANT : Speaker.CALLER, "Line number " + i + ".");
            }
            assertThat(user.said().last()).hasText("Line number 260.");
            assertThat(user.said()).hasCount(200);
            page.getByText("Show 60 earlier lines").click();
            assertThat(user.said()).hasCount(260);
        }

        @Test
        void readsFinalsAndNoPartialsToAScreenReader() {
            Locator log = page.locator("[role=log]");
            call.partial(Speaker.CALLER, "could i");
            assertThat(page.locator("rolling-captions")).containsText("could i");
            assertThat(log).hasText("");
            call.says(Speaker.CALLER, "Could I have the number?");
            assertThat(log).hasText("Caller: Could I have the number?");
            assertThat(log).hasAttribute("aria-live", "polite");
        }

        @Test
        void findsWordsInItself() {
            call.says(Speaker.CALLER, "My parcel is late.")
                .says(Speaker.ASSISTANT, "Which parcel?")
                .says(Speaker.CALLER, "The blue one.");
            page.getByLabel("Find in this call").fill("parcel");
            assertThat(user.said()).hasCount(2);
            assertThat(page.locator("call-transcript mark")).hasCount(2);
        }

        @Test
        void neverTakesWordsForMarkup() {
            call.says(Speaker.CALLER, "<img src=x onerror=alert(1)> & <b>bold</b>");
            assertThat(user.said()).hasText("<img src=x onerror=alert(1)> & <b>bold</b>");
            assertThat(page.locator("call-transcript img")).hasCount(0);
        }

        @Test
        void showsHowFarBehindTheCaptionsAre() {
            call.now().says(Speaker.CALLER, "Now.");
            assertThat(page.locator(".link")).containsText("behind");
            // A screen reader is told of the state, not of every figure.
            assertThat(page.locator(".link [role=status]")).hasText("live");
        }
    }

    @Nested
    class WhenTheLineBreaks {

        @Test
        void nothingThatWasSaidMeanwhileIsMissedOrDoubled() {
            lineMayFail = true;
            PlayedCall call = rang("+15550100123", "billing", 30).answered().says(Speaker.CALLER, "Before.");
            signIn();
            user.choose(call);
            assertThat(user.said()).hasText(new String[]{ "Before." });
            line.takeDown();
            assertThat(page.locator(".bar")).containsText("may be out of date");
            assertThat(page.locator(".link")).not().hasAttribute("data-phase", "live");
            call.says(Speaker.ASSISTANT, "Meanwhile.").partial(Speaker.CALLER, "and still");
            line.restore();
            assertThat(page.locator(".link")).hasAttribute("data-phase", "live");
            assertThat(user.said()).hasText(new String[]{ "Before.", "Meanwhile." });
            assertThat(page.locator("rolling-captions")).containsText("and still");
            call.says(Speaker.CALLER, "And still here.");
            assertThat(user.said()).hasText(new String[]{ "Before.", "Meanwhile.", "And still here." });
            assertThat(page.locator(".bar")).hasCount(0);
        }

        @Test
        void whatIsNotHeardOfIsNotCalledSilent() {
            lineMayFail = true;
            page.clock().install();
            PlayedCall call = rang("+15550100123", "billing", 30).answered().now().says(Speaker.CALLER, "Before.");
            signIn();
            assertThat(user.row(call)).containsText("Before.");
            line.takeDown();
            assertThat(page.locator(".bar")).containsText("may be out of date");
            page.clock().fastForward(90_000);
            assertThat(page.locator(".bar")).containsText("may be out of date");
            assertThat(page.locator("call-list .sign.bad")).hasCount(0);
            assertThat(page).hasTitle(Pattern.compile("^Liveline – "));
            line.restore();
            assertThat(page).hasTitle(Pattern.compile("Liveline$"));
        }

        @Test
        void aCutIsMendedByItself() {
            lineMayFail = true;
            PlayedCall call = rang("+15550100123", "billing", 30).answered().says(Speaker.CALLER, "One.");
            signIn();
            user.choose(call);
            for (int i = 2; i <= 4; i++) {
                line.cut();
                call.says(Speaker.ASSISTANT, "Number " + i + ".");
                assertThat(user.said()).hasCount(i);
            }
            assertThat(page.locator(".link")).hasAttribute("data-phase", "live");
        }
    }

    @Nested
    class Commands {

        private final List<JsonObject> sent = new ArrayList<>();
        private final List<String> keys = new ArrayList<>();
        private PlayedCall call;
        /// What the router answers instead of accepting.
        private @Nullable JsonObject refusal;

        @BeforeEach
        void aCallIsOpen() {
            call = rang("+15550100123", "billing", 30).answered().says(Speaker.CALLER, "Hello?");
            page.route("**/routing/calls/*/commands", route -> {
                sent.add(new JsonObject(route.request().postData()));
                keys.add(route.request().headerValue("idempotency-key"));
                route.fulfill(refusal != null ? json(409, refusal)
                        : json(200, new JsonObject().put("commandId", "cmd-" + sent.size()).put("outcome", "done")));
            });
            signIn();
            user.choose(call);
        }

        @Test
        void areConfirmedSentAndShownDoneWhenTheirEventComesBack() {
            page.keyboard().press("s");
            page.getByLabel("Words").fill("A colleague will be with you shortly.");
            page.getByText("Cut in at once").check();
            page.keyboard().press("Control+Enter");
            assertThat(page.locator("[data-outcome=accepted]")).containsText("waiting for the call");
            assertThat(sent).containsExactly(new JsonObject().put("kind", "say")
                .put("text", "A colleague will be with you shortly.")
                .put("interrupt", true));
            assertThat(keys.getFirst()).hasSizeGreaterThan(20);
            call.command("cmd-1", "say", true, null);
            assertThat(page.locator("[data-outcome=done]")).containsText("Say: done");
            assertThat(page.locator("[data-note=command]")).containsText("by sue");
        }

        @Test
        void thatFailSayWhyUntilDismissed() {
            page.keyboard().press("t");
            page.getByLabel("Your phone").fill("+1 555 010 0777");
            page.keyboard().press("Enter");
            assertThat(page.locator("[data-outcome=accepted]")).isVisible();
            assertThat(sent.getFirst()).isEqualTo(new JsonObject().put("kind", "take-over").put("agent", "+15550100777"));
            call.command("cmd-1", "take-over", false, "the number is busy");
            assertThat(page.locator("[data-outcome=failed]")).containsText("the number is busy");
            page.getByLabel("Dismiss").click();
            assertThat(page.locator("[data-outcome]")).hasCount(0);
        }

        @Test
        void thatRingAPhoneAreUnderWayUntilItIsAnsweredOrNot() {
            page.keyboard().press("t");
            page.getByLabel("Your phone").fill("+1 555 010 0777");
            page.keyboard().press("Enter");
            call.command("cmd-1", "take-over", true, "the agent's phone rings");
            assertThat(page.locator("[data-outcome=under-way]")).containsText("the agent's phone rings");
            assertThat(page.locator("call-view .signs")).containsText("phone rings");
            call.command("cmd-1:agent", "take-over", false, "the agent did not answer; the assistant stays");
            assertThat(page.locator("[data-outcome=failed]")).containsText("the assistant stays");
            assertThat(page.locator("call-view .signs")).not().containsText("phone rings");
        }

        @Test
        void areNotSentWhenTheyAreCancelledOrIncomplete() {
            page.keyboard().press("e");
            assertThat(page.getByText("Cancel")).isFocused();
            page.keyboard().press("Escape");
            page.keyboard().press("r");
            page.locator("command-dialog [name=confirm]").click();
            assertThat(page.locator("#problem")).containsText("country code");
            page.keyboard().press("Escape");
            assertThat(sent).isEmpty();
        }

        @Test
        void unmuteWhatWasMuted() {
            page.keyboard().press("m");
            page.keyboard().press("Enter");
            assertThat(page.locator("[data-outcome=accepted]")).isVisible();
            call.command("cmd-1", "mute-assistant", true, null);
            assertThat(page.locator("[data-command=unmute-assistant]")).isVisible();
            assertThat(page.locator("call-view .signs")).containsText("assistant muted");
        }

        @Test
        void thatARouterRefusesAreTold() {
            refusal = new JsonObject().put("title", "Conflict").put("detail", "The call has ended.");
            lineMayFail = true;
            page.keyboard().press("m");
            page.keyboard().press("Enter");
            assertThat(page.locator("[data-outcome=failed]")).containsText("The call has ended.");
        }
    }

    @Nested
    class ACallThatAnAgentTookOver {

        private final List<JsonObject> sent = new ArrayList<>();
        private PlayedCall call;

        @BeforeEach
        void goesOnWithoutTheAssistant() {
            call = rang("+15550100123", "billing", 30).answered().now().says(Speaker.CALLER, "Representative!");
            page.route("**/routing/calls/*/commands", route -> {
                sent.add(new JsonObject(route.request().postData()));
                route.fulfill(json(200, new JsonObject().put("commandId", "cmd-" + sent.size()).put("outcome", "done")));
            });
        }

        private void isTakenOver() {
            user.choose(call);
            // As call-router and transcript-service tell it: to the platform the call is over when its assistant is out.
            call.command("take", "take-over", true, "the agent's phone rings")
                .ends("customer-ended-call")
                .command("take:agent", "take-over", true, "the agent has the call");
            assertThat(page.locator("call-view .banner")).containsText("sue has the call");
        }

        @Test
        void isListedAsOneThatGoesOnAndNeedsNobody() {
            signIn();
            isTakenOver();
            assertThat(user.row(call)).containsText("sue has the call");
            assertThat(user.row(call)).not().containsText("asks for a person");
            assertThat(page.locator(".counts").first()).containsText("1 live call");
            call.command("take:room", "take-over", true, "nobody is left but the caller: the call is over");
            assertThat(page.locator("call-view .banner")).containsText("Ended");
            assertThat(page.locator("[data-command]")).hasCount(0);
        }

        @Test
        void isListedForWhoLoadsThePageLater() {
            page.route("**/routing/rooms", route -> route.fulfill(json(200, new JsonObject().put("rooms",
                    new JsonArray().add(new JsonObject().put("callId", call.callId).put("agent", "sue"))))));
            call.command("early", "take-over", true, "the agent's phone rings")
                .command("early:agent", "take-over", true, "the agent has the call")
                .command("early:room", "take-over", false, "the agent was gone: the caller goes to the fallback")
                .command("take", "take-over", true, "the agent's phone rings")
                .ends("customer-ended-call")
                .command("take:agent", "take-over", true, "the agent has the call")
                .command("watch", "monitor", true, "the supervisor's phone rings")
                .command("watch:supervisor", "monitor", true, "the supervisor is in");
            signIn();

            assertThat(user.row(call)).containsText("sue has the call");
            assertThat(user.row(call)).containsText("+1 555 010 0123");
            assertThat(page.locator("[data-command=monitor]")).hasAttribute("aria-pressed", "true");
            page.keyboard().press("w");
            assertThat(page.locator("wall-view")).containsText("sue has the call");

            call.command("take:room", "take-over", true, "nobody is left but the caller: the call is over");
            assertThat(page.locator("wall-view")).not().containsText("sue has the call");
        }

        @Test
        void isMonitoredAndThenCoachedWithoutASecondCall() {
            signIn();
            isTakenOver();
            assertThat(page.locator("[data-command]"))
                .hasText(new Pattern[]{ Pattern.compile("^Monitor"), Pattern.compile("^Coach"), Pattern.compile("^Barge in") });
            page.keyboard().press("o");
            page.getByLabel("Your phone").fill("+1 555 010 0778");
            page.keyboard().press("Enter");
            assertThat(page.locator("[data-outcome=accepted]")).isVisible();
            call.command("cmd-1", "monitor", true, "the supervisor's phone rings")
                .command("cmd-1:supervisor", "monitor", true, "the supervisor is in");
            assertThat(page.locator("[data-command=monitor]")).hasAttribute("aria-pressed", "true");
            page.keyboard().press("k");
            assertThat(page.locator("command-dialog input")).hasCount(0);
            page.keyboard().press("Enter");
            assertThat(page.locator("[data-kind=coach]")).isVisible();
            call.command("cmd-2", "coach", true, "the supervisor is in: coach");
            assertThat(page.locator("[data-command=coach]")).hasAttribute("aria-pressed", "true");
            call.command("cmd-1:left", "monitor", true, "the supervisor left");
            assertThat(page.locator("[data-command=coach]")).hasAttribute("aria-pressed", "false");
            assertThat(sent).containsExactly(new JsonObject().put("kind", "monitor").put("supervisor", "+15550100778"),
                    new JsonObject().put("kind", "coach"));
        }

        @Test
        void isNotJoinedByAnotherAgent() {
            user.signIn(TestTokens.agent("billing"));
            isTakenOver();
            assertThat(page.locator("[data-command]")).hasCount(0);
        }
    }

    @Nested
    class AnAssistant {

        private final List<String> asked = new ArrayList<>();

        private void isCalled(int status, JsonObject answer) {
            page.route("**/assistants/*/name", route -> {
                asked.add(URI.create(route.request().url()).getPath());
                route.fulfill(json(status, answer));
            });
        }

        @Test
        void goesByItsNameInAllItsCallsAndIsAskedForItOnce() {
            isCalled(200, new JsonObject().put("id", PlayedCall.ASSISTANT).put("name", "Claims, evenings"));
            PlayedCall first = rang("+15550100101", "billing", 300).answered();
            PlayedCall second = rang("+15550100102", "billing", 200).answered();
            signIn();
            for (PlayedCall call : List.of(first, second)) {
                user.choose(call);
                assertThat(page.locator("call-view .head")).containsText("assistant Claims, evenings");
                assertThat(page.locator("call-details")).containsText("Claims, evenings");
                assertThat(page.getByTitle(PlayedCall.ASSISTANT)).hasText("Claims, evenings");
            }
            assertThat(asked).containsExactly("/assistants/" + PlayedCall.ASSISTANT + "/name");
        }

        @Test
        void isFoundByItsName() {
            isCalled(200, new JsonObject().put("id", PlayedCall.ASSISTANT).put("name", "Claims, evenings"));
            rang("+15550100101", "billing", 300).answered();
            signIn();
            assertThat(page.locator("call-details")).containsText("Claims, evenings");
            page.getByLabel("Search live calls").fill("evenings");
            assertThat(page.locator("call-list .call")).hasCount(1);
            page.getByLabel("Search live calls").fill("mornings");
            assertThat(page.locator("call-list .call")).hasCount(0);
        }

        @Test
        void withoutANameGoesByTheBeginningOfItsId() {
            lineMayFail = true;
            isCalled(404, new JsonObject().put("title", "Not Found"));
            rang("+15550100101", "billing", 300).answered();
            signIn();
            assertThat(page.getByTitle(PlayedCall.ASSISTANT)).hasText(PlayedCall.ASSISTANT.substring(0, 8) + "…");
            page.waitForCondition(() -> asked.size() == 1);
            assertThat(page.locator("call-view .chip.assistant")).hasCount(0);
            assertThat(page.locator(".link")).hasAttribute("data-phase", "live");
        }
    }

    @Nested
    class WithTheKeyboardOnly {

        @Test
        void callsAreWalkedPagesTurnedAndDialogsLeft() {
            PlayedCall first = rang("+15550100101", "billing", 300).answered();
            PlayedCall second = rang("+15550100102", "billing", 200).answered();
            signIn();
            assertThat(user.row(first)).hasAttribute("aria-selected", "true");
            page.keyboard().press("ArrowDown");
            assertThat(user.row(second)).hasAttribute("aria-selected", "true");
            page.keyboard().press("ArrowUp");
            assertThat(user.row(first)).hasAttribute("aria-selected", "true");
            page.keyboard().press("?");
            assertThat(page.getByText("Keys and signs")).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.getByText("Keys and signs")).not().isVisible();
            page.keyboard().press("w");
            assertThat(page.locator("wall-view .tile")).hasCount(2);
            page.keyboard().press("l");
            assertThat(page.locator("call-list")).isVisible();
        }

        @Test
        void aKeyInTheMomentADialogClosesIsThePages() {
            rang("+15550100101", "billing", 300).answered();
            signIn();
            for (int turn = 0; turn < 20; turn++) {
                page.keyboard().press("?");
                page.keyboard().press("Escape");
                page.keyboard().press(turn % 2 == 0 ? "w" : "l");
                assertThat(page.locator(turn % 2 == 0 ? "wall-view" : "call-list")).isVisible();
            }
        }

        @Test
        void aTileOfTheWallKeepsTheFocusWhenTheOrderChanges() {
            rang("+15550100101", "billing", 300).answered().now().says(Speaker.ASSISTANT, "Hello.");
            rang("+15550100102", "billing", 200).answered().now().says(Speaker.ASSISTANT, "Hello.");
            PlayedCall last = rang("+15550100103", "billing", 100).answered().now().says(Speaker.ASSISTANT, "Hello.");
            signIn();
            page.keyboard().press("w");
            assertThat(page.locator("wall-view .tile")).hasCount(3);
            Locator tile = page.locator("wall-view [data-call='" + last.callId + "']");
            tile.focus();
            last.says(Speaker.CALLER, "Representative!");
            assertThat(page.locator("wall-view .tile").first()).containsText("asks for a person");
            assertThat(tile).isFocused();
        }

        @Test
        void everyControlIsReachedByTabAndShowsIt() {
            rang("+15550100101", "billing", 300).answered().says(Speaker.CALLER, "Hello.");
            signIn();
            assertThat(user.said()).hasCount(1);
            List<String> reached = new ArrayList<>();
            for (int i = 0; i < 45; i++) {
                page.keyboard().press("Tab");
                Object name = page.evaluate(
                        """
                                () => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                                  return at?.matches(':focus-visible') ? (at.getAttribute('aria-label') ?? at.textContent ?? '').trim() : ''; }""");
                reached.add(String.valueOf(name));
            }
            assertThat(reached).anyMatch(name -> name.startsWith("Live calls"))
                .anyMatch(name -> name.startsWith("Transcript"))
                .anyMatch(name -> name.startsWith("Take over"))
                .anyMatch(name -> name.startsWith("End call"))
                .anyMatch(name -> name.startsWith("WebVTT"))
                .contains("Search live calls", "Sign out");
        }

        @Test
        void focusGoesFromLeftToRightAndFromTheTopDown() {
            rang("+15550100101", "billing", 300).answered().says(Speaker.CALLER, "Hello.");
            signIn();
            assertThat(user.said()).hasCount(1);
            List<String> reached = new ArrayList<>();
            while (!reached.contains("JSON") && reached.size() < 45) {
                page.keyboard().press("Tab");
                reached.add(focused());
            }
            assertThat(reached).containsSubsequence("Live", "Wall", "Ended", "Keys and help", "Sign out", "Search live calls",
                    "All",
                    "Live calls, those that need someone first", "Find in this call", "Large captions", "Transcript",
                    "Take over",
                    "Say…", "Transfer…", "End call…", "WebVTT", "JSON");
        }

        /// The name of what has the focus, without its key.
        private String focused() {
            return String.valueOf(page.evaluate(
                    """
                            () => { let at = document.activeElement; while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
                              const key = at.querySelector('kbd')?.textContent ?? '';
                              const name = (at.getAttribute('aria-label') ?? at.textContent ?? '').trim();
                              return key && name.endsWith(key) ? name.slice(0, -key.length) : name; }"""));
        }

        @Test
        void detailsThatLieOverTheCallAreLeftByEscape() {
            open(1000, 800);
            PlayedCall call = rang("+15550100101", "billing", 300).answered();
            signIn();
            user.choose(call);
            page.getByLabel("Details", new Page.GetByLabelOptions().setExact(true)).focus();
            page.keyboard().press("Enter");
            assertThat(page.getByText("WebVTT")).isVisible();
            page.keyboard().press("Escape");
            assertThat(page.getByText("WebVTT")).not().isVisible();
            assertThat(page.locator("call-view .toggle-details")).isFocused();
        }

        @Test
        void detailsThatLieOverTheCallAreLeftByTheirButton() {
            open(360, 740);
            PlayedCall call = rang("+15550100101", "billing", 300).answered();
            signIn();
            user.row(call).click();
            page.getByLabel("Details", new Page.GetByLabelOptions().setExact(true)).click();
            assertThat(page.getByText("WebVTT")).isVisible();
            page.getByLabel("Close details").click();
            assertThat(page.getByText("WebVTT")).not().isVisible();
            assertThat(page.locator("call-view .toggle-details")).isFocused();
        }

        @Test
        void singleLettersCanBeSwitchedOff() {
            rang("+15550100101", "billing", 300).answered();
            signIn();
            page.keyboard().press("?");
            page.getByText("Single-letter keys").uncheck();
            page.keyboard().press("Escape");
            page.keyboard().press("w");
            assertThat(page.locator("call-list")).isVisible();
            assertThat(page.locator("wall-view")).hasCount(0);
        }
    }

    @Nested
    class EndedCalls {

        @BeforeEach
        void transcriptServiceHasTwo() {
            long now = System.currentTimeMillis();
            JsonArray list = new JsonArray().add(summary("ended-1", "+15550100101", now - 60_000))
                .add(summary("ended-2", "+15550100102", now - 120_000));
            page.route("**/calls?*", route -> route.fulfill(json(200, new JsonObject().put("calls", list))));
            page.route("**/calls/ended-*",
                    route -> route.fulfill(json(200, list.getJsonObject(route.request().url().endsWith("1") ? 0 : 1))));
            page.route("**/calls/*/transcript?*", route -> {
                boolean first = route.request().url().contains("ended-1");
                if (route.request().url().endsWith("vtt")) {
                    route.fulfill(new Route.FulfillOptions().setContentType("text/vtt").setBody("WEBVTT\n"));
                    return;
                }
                route.fulfill(json(200, new JsonObject().put("callId", first ? "ended-1" : "ended-2")
                    .put("epoch", "e1")
                    .put("seq", 4)
                    .put("captions", new JsonArray().add(new JsonObject().put("speaker", "caller")
                        .put("utterance", 1)
                        .put("revision", 1)
                        .put("final", true)
                        .put("at", now - 100_000)
                        .put("text", first ? "My parcel is late." : "I want a refund.")))));
            });
            signIn();
            page.keyboard().press("h");
        }

        private static JsonObject summary(String id, String from, long endedAt) {
            return new JsonObject(
                    Map.of("callId", id, "epoch", "e1", "seq", 4, "status", "ended", "from", from, "team", "billing",
                            "startedAt", endedAt - 90_000, "endedAt", endedAt, "endedReason", "customer-ended-call"));
        }

        @Test
        void areJoinedByThoseThatEndMeanwhile() {
            PlayedCall call = rang("+15550100177", "billing", 30).answered();
            assertThat(page.locator("ended-calls [data-call]")).hasCount(2);
            assertThat(page.locator(".counts").first()).containsText("1 live call");
            long now = System.currentTimeMillis();
            JsonArray list = new JsonArray().add(summary(call.callId, "+15550100177", now))
                .add(summary("ended-1", "+15550100101", now - 60_000));
            page.route("**/calls?*", route -> route.fulfill(json(200, new JsonObject().put("calls", list))));

            call.ends("customer-ended-call");

            assertThat(page.locator("ended-calls [data-call]")).hasCount(3);
            assertThat(page.locator("ended-calls [data-call]").first()).containsText("+1 555 010 0177");
        }

        @Test
        void areListedAndRead() {
            assertThat(page.locator("ended-calls .call")).hasCount(2);
            page.locator("ended-calls [data-call=ended-1]").click();
            assertThat(user.said()).hasText(new String[]{ "My parcel is late." });
            assertThat(page.url()).endsWith("#/ended/ended-1");
        }

        @Test
        void areFoundByTheWordsSaidInThem() {
            page.getByLabel("Search ended calls").fill("refund");
            page.getByText("Search what was said in 2 calls").click();
            assertThat(page.locator("ended-calls .call")).hasCount(1);
            assertThat(page.locator("ended-calls .hits")).hasText("1 hit");
            page.locator("ended-calls .call").click();
            assertThat(page.locator("call-transcript mark")).hasText("refund");
        }

        @Test
        void areSavedAsFilesWithoutATokenInAnyAddress() {
            page.locator("ended-calls [data-call=ended-1]").click();
            List<String> addresses = new ArrayList<>();
            page.onRequest(request -> addresses.add(request.url()));
            assertThat(page.waitForDownload(() -> page.getByText("WebVTT").click()).suggestedFilename())
                .isEqualTo("call-ended-1.vtt");
            assertThat(addresses).isNotEmpty().noneMatch(address -> address.contains("ey"));
        }
    }

    @Nested
    class Embedded {

        @Test
        void oneCallsCaptionsShowInAnyPageAndGoOnWithANewTicket() {
            lineMayFail = true;
            PlayedCall call = rang("+15550100123", "billing", 30).answered().says(Speaker.CALLER, "Hello from the call.");
            page.route("**/embedding", route -> route.fulfill(new Route.FulfillOptions().setContentType("text/html").setBody("""
                    <!doctype html><title>CRM</title><script type="module" src="/console/live-captions.js"></script>
                    <live-captions call="%s" ticket="%s"></live-captions>""".formatted(call.callId, ticket()))));
            page.navigate(Chromium.ORIGIN + "/embedding");
            assertThat(user.said()).hasText(new String[]{ "Hello from the call." });
            call.partial(Speaker.ASSISTANT, "good day");
            assertThat(page.locator("live-captions rolling-captions")).containsText("good day");
            line.cut();
            assertThat(page.locator("live-captions .state")).containsText("new ticket is needed");
            call.says(Speaker.ASSISTANT, "Good day.");
            page.locator("live-captions").evaluate("(captions, ticket) => { captions.ticket = ticket; }", ticket());
            assertThat(user.said()).hasText(new String[]{ "Hello from the call.", "Good day." });
        }

        private static String ticket() {
            return ConsoleUser.ticket(TestTokens.supervisor());
        }
    }

    private static Route.FulfillOptions json(int status, JsonObject body) {
        return new Route.FulfillOptions().setStatus(status)
            .setContentType(status < 400 ? "application/json" : "application/problem+json")
            .setBody(body.encode());
    }
}
