package dev.liveline.admin.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import dev.liveline.admin.json.Trees;

class ShapesTest {

    private static final Path TABLES = Path.of("src/main/resources/dev/liveline/admin/schema");

    /// `mvn test -Dtest=ShapesTest -Dliveline.write=true` writes the tables anew after the document changed.
    @Test
    void theTablesAreWhatTheOpenApiDocumentSays() throws IOException {
        ShapeTable.Tables derived = ShapeTable.of(OpenApi.schemas());
        assertIsOrBecomes("shapes.txt", derived.shapes());
        assertIsOrBecomes("names.txt", derived.names());
    }

    private static void assertIsOrBecomes(String file, String derived) throws IOException {
        if (Boolean.getBoolean("liveline.write")) {
            Files.writeString(TABLES.resolve(file), derived, StandardCharsets.UTF_8);
        }
        assertThat(Files.readString(TABLES.resolve(file), StandardCharsets.UTF_8)).isEqualTo(derived);
    }

    @Nested
    class AValue {

        @Test
        void thatFitsHasNoMisfit() {
            assertThat(misfits("""
                    {"name":"a","transcriber":{"provider":"deepgram","endpointing":300},"voicemailDetection":"off",
                     "serverMessages":["transcript"],"backgroundSound":"https://example.test/a.mp3"}""")).isEmpty();
        }

        @Test
        void isHeldAgainstTheAlternativeItsProviderNames() {
            assertThat(misfits("{\"voice\":{\"provider\":\"cartesia\",\"voiceId\":\"v\",\"stability\":0.5}}"))
                .singleElement()
                .isInstanceOfSatisfying(Misfit.Unknown.class, misfit -> {
                    assertThat(misfit.at()).hasToString("/voice/stability");
                    assertThat(misfit.allowed()).contains("voiceId").doesNotContain("stability");
                });
        }

        @Test
        void ofAnUnknownProviderIsToldTheKnownOnes() {
            assertThat(misfits("{\"voice\":{\"provider\":\"polly\",\"voiceId\":\"v\"}}"))
                .singleElement()
                .isInstanceOfSatisfying(Misfit.NotListed.class, misfit -> assertThat(misfit.allowed()).contains("11labs"));
        }

        @Test
        void thatIsNoKnownNameIsToldTheKnownOnes() {
            assertThat(
                    misfits("""
                            {"transcriber":{"provider":"deepgram","model":"nova3","language":"en"},"model":{"provider":"openai","model":"gpt-4.1"},
                             "voice":{"provider":"11labs","voiceId":"one-of-our-own"}}"""))
                .singleElement()
                .isInstanceOfSatisfying(Misfit.NotKnown.class, misfit -> {
                    assertThat(misfit.at()).hasToString("/transcriber/model");
                    assertThat(misfit.known()).contains("nova-3", "flux-general-en");
                });
        }

        @Test
        void outOfRangeOfTheWrongTypeOrTooLongIsNamed() {
            assertThat(misfits("{\"maxDurationSeconds\":5,\"firstMessage\":7,\"name\":\"" + "n".repeat(41)
                    + "\",\"serverMessages\":[\"call-started\"],\"transcriber\":{}}"))
                .extracting(misfit -> misfit.at().toString())
                .containsExactly("/maxDurationSeconds", "/firstMessage", "/name", "/serverMessages/0", "/transcriber/provider");
        }
    }

    private static List<Misfit> misfits(String json) {
        return Shapes.misfits("CreateAssistantDTO", Trees.read(json));
    }
}
