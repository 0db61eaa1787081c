package dev.liveline.admin.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

class TreesTest {

    @Nested
    class Reading {

        @Test
        void keepsEveryDigit() {
            String text = "{\"a\":0.10,\"b\":12345678901234567890123,\"c\":1.0,\"d\":1e400}";
            assertThat(Trees.write(Trees.read(text))).startsWith("{\"a\":0.10,\"b\":12345678901234567890123,\"c\":1.0,");
        }

        @Test
        void refusesFieldsNamedTwiceAndTrailingTextWithoutQuotingIt() {
            assertThatThrownBy(() -> Trees.read("{\"secret\":1,\"secret\":2}".getBytes(StandardCharsets.UTF_8)))
                .hasMessageContaining("named twice")
                .hasMessageNotContaining("secret");
            assertThatThrownBy(() -> Trees.read("{} hello".getBytes(StandardCharsets.UTF_8))).hasMessageContaining("line 1");
        }
    }

    @Nested
    class APointer {

        @Test
        void isWrittenAndReadAsRfc6901Says() {
            Pointer pointer = Pointer.ROOT.child("a/b").child("c~d").child(3);
            assertThat(pointer).hasToString("/a~1b/c~0d/3");
            assertThat(Pointer.of("/a~1b/c~0d/3")).isEqualTo(pointer);
            assertThat(Pointer.of("")).isEqualTo(Pointer.ROOT);
        }

        @Test
        void ordersElementsByNumber() {
            List<String> sorted = Stream.of("/a/10", "/a/9", "/a", "/a/9/b")
                .map(Pointer::of)
                .sorted()
                .map(Pointer::toString)
                .toList();
            assertThat(sorted).containsExactly("/a", "/a/9", "/a/9/b", "/a/10");
        }
    }

    @Nested
    class APatch {

        @Test
        void makesWhatIsMissingOnTheWayAndIgnoresWhatIsNotThere() {
            ObjectNode document = object("{\"old\":1,\"list\":[1,2]}");
            Patch.move("/old", "/new/place").apply(document);
            Patch.remove("/nowhere/at/all").apply(document);
            Patch.remove("/list/7").apply(document);
            new Patch.Append(Pointer.of("/fresh"), Trees.read("3")).apply(document);

            assertThat(document).isEqualTo(object("{\"list\":[1,2],\"new\":{\"place\":1},\"fresh\":[3]}"));
        }

        @Test
        void neverMovesOverWhatIsSaidInTheNewPlace() {
            ObjectNode document = object("{\"old\":1,\"new\":2}");
            Patch.move("/old", "/new").apply(document);
            assertThat(document).isEqualTo(object("{\"new\":2}"));
        }
    }

    @Nested
    class ADifference {

        @Test
        void toWhatIsWantedLeavesOutWhatOnlyTheOtherHas() {
            assertThat(places(Difference.lacking(object("{\"a\":{\"b\":1}}"), object("{\"a\":{\"b\":1.0,\"c\":2},\"d\":3}"))))
                .isEmpty();
            assertThat(
                    places(Difference.lacking(object("{\"a\":{\"b\":1},\"l\":[1]}"), object("{\"a\":{\"b\":2},\"l\":[1,2]}"))))
                .containsExactly("/a/b", "/l");
        }

        @Test
        void ofWhatWasSaidBeforeFindsWhatIsNoLongerSaidInside() {
            assertThat(places(Difference.dropped(object("{\"m\":{\"a\":1,\"b\":2},\"top\":1}"), object("{\"m\":{\"a\":1}}"),
                    object("{\"m\":{\"a\":1,\"b\":2,\"theirs\":3},\"top\":1}"))))
                .containsExactly("/m/b");
        }

        @Test
        void tellsNoSecret() {
            JsonNode told = Difference.between(object("{\"authToken\":\"old\",\"x\":{\"password\":\"p\"}}"),
                    object("{\"authToken\":\"new\",\"x\":{\"password\":\"q\"}}"))
                .stream()
                .map(Difference::json)
                .collect(Trees::array, (list, json) -> list.add(json), (a, b) -> a.addAll(b));
            assertThat(told.toString()).doesNotContain("old", "new", "\"p\"", "\"q\"").contains("/authToken", "/x/password");
        }

        private static List<String> places(List<Difference> differences) {
            return differences.stream().map(difference -> difference.at().toString()).toList();
        }
    }

    @Nested
    class ASecret {

        @Test
        void isToldByItsFieldsName() {
            assertThat(List.of("twilioAuthToken", "apiKey", "X-Vapi-Secret", "Authorization", "secretKey", "crm_api_key",
                    "password", "clientSecret"))
                .allMatch(Secrets::isSecretName);
            assertThat(List.of("credentialId", "maxTokens", "keywords", "promptCacheKey", "name", "twilioAccountSid"))
                .noneMatch(Secrets::isSecretName);
        }

        @Test
        void isTakenOutAndBlottedOut() {
            ObjectNode document = object(
                    "{\"token\":\"abcd\",\"list\":[{\"apiKey\":\"defg\",\"kept\":1}],\"secret\":\"t\"}");
            assertThat(Secrets.strip(document)).isEqualTo(object("{\"list\":[{\"kept\":1}]}"));
            assertThat(Secrets.scrub("abcd and defg, but no t", document)).isEqualTo("[secret] and [secret], but no t");
        }

        @Test
        void leavesAFingerprintThatChangesWithIt() {
            String one = Secrets.fingerprint(object("{\"token\":\"abc\"}"), "salt");
            assertThat(Secrets.fingerprint(object("{\"token\":\"abd\"}"), "salt")).isNotEqualTo(one);
            assertThat(Secrets.fingerprint(object("{\"token\":\"abc\"}"), "other")).isNotEqualTo(one);
            assertThat(Secrets.fingerprint(object("{\"name\":\"abc\"}"), "salt")).isEmpty();
        }
    }

    private static ObjectNode object(String json) {
        return (ObjectNode) Trees.read(json);
    }
}
