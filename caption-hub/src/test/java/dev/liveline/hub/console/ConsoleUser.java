package dev.liveline.hub.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import com.google.gson.JsonObject;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotAnimations;

import io.restassured.RestAssured;

/// Somebody at a screen: one window of the browser, and what may be asked of the page in it.
final class ConsoleUser implements AutoCloseable {

    /// Nothing is asserted by time: this is only how long a loaded machine may take.
    private static final int PATIENCE_MS = 60_000;
    /// How many times slower than it is the page's machine is to be: `-Dliveline.browser.slowness=6`.
    private static final double SLOWNESS = Double.parseDouble(System.getProperty("liveline.browser.slowness", "1"));

    final Page page;
    /// Errors and warnings of the page's console, and exceptions nobody caught.
    final List<String> errors = new ArrayList<>();
    private final BrowserContext context;

    ConsoleUser(Chromium chromium, int width, int height, ColorScheme scheme) {
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MS);
        context = chromium.browser.newContext(
                new Browser.NewContextOptions().setViewportSize(width, height).setColorScheme(scheme).setLocale("en-GB"));
        context.setDefaultTimeout(PATIENCE_MS);
        // As call-router says it while nobody has taken a call over; a test that tells otherwise routes it on its page.
        context.route("**/routing/rooms",
                route -> route.fulfill(
                        new Route.FulfillOptions().setContentType("application/json").setBody("{\"rooms\":[]}")));
        // As assistant-admin says it; likewise.
        context.route("**/assistants/*/name",
                route -> route.fulfill(new Route.FulfillOptions().setContentType("application/json")
                    .setBody("{\"id\":\"" + PlayedCall.ASSISTANT + "\",\"name\":\"live-support\"}")));
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                errors.add(message.text());
            }
        });
        page.onPageError(errors::add);
        if (SLOWNESS > 1) {
            JsonObject rate = new JsonObject();
            rate.addProperty("rate", SLOWNESS);
            context.newCDPSession(page).send("Emulation.setCPUThrottlingRate", rate);
        }
    }

    /// A sign-in link, as the demo prints it.
    static String link(String token) {
        String ticket = RestAssured.given()
            .auth()
            .oauth2(token)
            .post("/tickets")
            .then()
            .statusCode(200)
            .extract()
            .path("ticket");
        return Chromium.ORIGIN + "/console/#ticket=" + ticket;
    }

    static String ticket(String token) {
        return URI.create(link(token)).getFragment().substring("ticket=".length());
    }

    void signIn(String token) {
        page.navigate(link(token));
        assertThat(page.locator(".link")).hasAttribute("data-phase", "live");
    }

    Locator row(PlayedCall call) {
        return row(call.callId);
    }

    Locator row(String callId) {
        return page.locator("call-list [data-call='" + callId + "']");
    }

    void choose(PlayedCall call) {
        choose(call.callId);
    }

    void choose(String callId) {
        row(callId).click();
        assertThat(row(callId)).hasAttribute("aria-selected", "true");
    }

    /// What is settled of the open call's transcript, line by line.
    Locator said() {
        return page.locator("call-transcript [data-utterance] p");
    }

    void screenshot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setAnimations(ScreenshotAnimations.DISABLED));
    }

    @Override
    public void close() {
        context.close();
    }
}
