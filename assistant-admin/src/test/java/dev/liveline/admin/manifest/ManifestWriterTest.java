package dev.liveline.admin.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Trees;

class ManifestWriterTest {

    private static final String A = "11111111-1111-4111-8111-111111111111";
    private static final String B = "22222222-2222-4222-8222-222222222222";

    @ParameterizedTest
    @ValueSource(strings = { "off", "no", "Yes", "true", "null", "~", "", " ", "+15550100999", "0x1F", "1e5", ".inf",
            "12:30:45", "<<", "- a",
            "a: b", "a #b", "'\"", "*x", "&x", "!x", "%x", "@x", "`x", "{a}", "[a]", "one\ntwo\n", "  two\n one", "tab\there",
            "trailing ", "?", "---", "\u00e9\u2028\ud83d\ude00", "2026-11-29", "a,b", "|", ">" })
    void writesTextsAsTheyAreReadBack(String text) {
        ObjectNode assistant = Trees.object().put("id", A).put("name", "a").put("firstMessage", text);
        assistant.putObject("metadata").put(text, text);

        assertThat(read(ManifestWriter.document(Map.of(Kind.ASSISTANT, List.of(assistant)), Map.of())).getFirst().body())
            .isEqualTo(assistant.deepCopy().without("id"));
    }

    @Test
    void keepsTheDigitsOfNumbers() {
        ObjectNode assistant = (ObjectNode) Trees
            .read("{\"name\":\"a\",\"model\":{\"temperature\":0.40,\"maxTokens\":1000000}}");
        assertThat(ManifestWriter.yaml(ManifestWriter.document(Map.of(Kind.ASSISTANT, List.of(assistant)), Map.of())))
            .contains("temperature: 0.40", "maxTokens: 1000000");
    }

    @Test
    void namesTheSecondOfANameByItsId() {
        List<Resource> resources = read(ManifestWriter.document(Map.of(Kind.ASSISTANT,
                List.of(Trees.object().put("id", A).put("name", "support"),
                        Trees.object().put("id", B).put("name", "support"))),
                Map.of()));

        assertThat(resources).extracting(resource -> resource.key().name()).containsExactly("support", "support 22222222");
        assertThat(resources.getFirst().id()).isEmpty();
        assertThat(resources.getLast().id()).contains(B);
    }

    @Test
    void callsANamelessNumberByItsNumber() {
        ObjectNode number = Trees.object().put("id", A).put("provider", "twilio").put("number", "+15550100999");
        assertThat(read(ManifestWriter.document(Map.of(Kind.PHONE_NUMBER, List.of(number)), Map.of()))).singleElement()
            .satisfies(resource -> assertThat(resource.key().name()).isEqualTo("+15550100999"))
            .satisfies(resource -> assertThat(resource.id()).isEmpty());
    }

    @Test
    void callsWhatWasAppliedByItsNameThere() {
        ObjectNode tool = Trees.object().put("id", A).put("type", "endCall");
        ObjectNode assistant = (ObjectNode) Trees
            .read("{\"id\":\"%s\",\"name\":\"x\",\"model\":{\"toolIds\":[\"%s\"]}}".formatted(B, A));
        List<Resource> resources = read(
                ManifestWriter.document(Map.of(Kind.TOOL, List.of(tool), Kind.ASSISTANT, List.of(assistant)),
                        Map.of(A, new Key(Kind.TOOL, "hang-up"))));

        assertThat(resources).extracting(Resource::key).contains(new Key(Kind.TOOL, "hang-up"));
        assertThat(resources.getLast().body().at("/model/toolIds/0").asText()).isEqualTo("hang-up");
    }

    private static List<Resource> read(ObjectNode document) {
        Reading reading = ManifestReader.yaml(ManifestWriter.yaml(document).getBytes(StandardCharsets.UTF_8), 10);
        assertThat(reading).isInstanceOf(Reading.Understood.class);
        return ((Reading.Understood) reading).manifest().resources();
    }
}
