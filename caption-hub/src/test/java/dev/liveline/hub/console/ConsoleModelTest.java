package dev.liveline.hub.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;

import dev.liveline.edge.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;

/// The facts stated in `src/test/resources/console/*.test.js` about the console's pure modules, each a test, run by the browser from the
/// modules as they are served.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
class ConsoleModelTest {

    private static final String FACTS = "/console/facts/";

    @TestHTTPResource("/")
    URI hub;

    private Chromium chromium;
    private Page page;

    @BeforeEach
    void openAPage() {
        chromium = Chromium.start(hub.getPort());
        page = chromium.browser.newPage();
        page.route("**" + FACTS + "*", ConsoleModelTest::resource);
        page.navigate(Chromium.ORIGIN + "/console/");
    }

    @AfterEach
    void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @TestFactory
    Stream<DynamicTest> facts() {
        Object names = page.evaluate("import('" + FACTS + "all.js').then(facts => facts.names)");
        assertThat(names).asInstanceOf(InstanceOfAssertFactories.LIST).hasSizeGreaterThan(30);
        return ((List<?>) names).stream()
            .map(String.class::cast)
            .map(name -> DynamicTest.dynamicTest(name,
                    () -> page.evaluate("name => import('" + FACTS + "all.js').then(facts => facts.run(name))", name)));
    }

    private static void resource(Route route) {
        String path = URI.create(route.request().url()).getPath().substring(FACTS.length());
        try (InputStream found = ConsoleModelTest.class.getResourceAsStream("/console/" + path)) {
            route.fulfill(new Route.FulfillOptions().setContentType("text/javascript")
                .setBody(new String(found.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
