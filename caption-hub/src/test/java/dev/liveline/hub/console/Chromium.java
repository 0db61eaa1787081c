package dev.liveline.hub.console;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Assumptions;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;

/// The installed Chromium, to which `http://localhost:8080`, the origin the hub knows as its own, is a port of the test's choice.
final class Chromium implements AutoCloseable {

    /// The default of `PUBLIC_URL`.
    static final String ORIGIN = "http://localhost:8080";

    private static final List<String> QUIET = List.of("--no-sandbox",
            // A document that a test provides counts as a page of the internet, which may not speak to this machine.
            "--disable-features=LocalNetworkAccessChecks", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync");

    private final Playwright playwright;
    final Browser browser;

    private Chromium(Playwright playwright, Browser browser) {
        this.playwright = playwright;
        this.browser = browser;
    }

    /// Skips the test where none is installed.
    static Chromium start(int port) {
        Path program = Stream.of("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
            .map(Path::of)
            .filter(Files::isExecutable)
            .findFirst()
            .orElse(null);
        Assumptions.assumeTrue(program != null, "no Chromium is installed: browser tests are skipped");
        Playwright playwright = Playwright
            .create(new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        List<String> arguments = Stream
            .concat(QUIET.stream(), Stream.of("--host-resolver-rules=MAP localhost:8080 127.0.0.1:" + port))
            .toList();
        return new Chromium(playwright,
                playwright.chromium()
                    .launch(new BrowserType.LaunchOptions().setExecutablePath(program).setArgs(arguments).setTimeout(120_000)));
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
