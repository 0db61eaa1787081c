package dev.liveline.admin.lint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;

import dev.liveline.admin.Kind;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.schema.VapiContract;

/// Assistants with the faults of published ones (`published.yaml`): lint lists each fault, and the fix makes one that Vapi takes and that still
/// says what was meant.
class PublishedAssistantsTest {

    private final Linter linter = new Linter(LintFixtures.WIRING.expectations());

    /// An assistant, and what is expected of it.
    record Published(String name, ObjectNode assistant, List<String> errors, JsonNode kept) {

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Published> published() throws IOException {
        try (InputStream in = PublishedAssistantsTest.class.getResourceAsStream("/lint/published.yaml")) {
            return new YAMLMapper().readTree(in).propertyStream().map(entry -> {
                List<String> errors = new ArrayList<>();
                entry.getValue().path("errors").forEach(error -> errors.add(error.asText()));
                return new Published(entry.getKey(), (ObjectNode) entry.getValue().path("assistant"), errors,
                        entry.getValue().path("kept"));
            }).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("published")
    void haveEachOfTheirFaultsListed(Published published) {
        assertThat(linter.lint(Kind.ASSISTANT, published.assistant()))
            .filteredOn(finding -> finding.severity() == Severity.ERROR)
            .extracting(finding -> finding.rule() + " " + finding.at())
            .containsExactlyInAnyOrderElementsOf(published.errors());
    }

    @ParameterizedTest
    @MethodSource("published")
    void areTakenByVapiOnceFixed(Published published) {
        ObjectNode fixed = linter.fix(Kind.ASSISTANT, published.assistant());

        assertThat(linter.lint(Kind.ASSISTANT, fixed)).noneMatch(finding -> finding.severity() == Severity.ERROR);
        assertThat(linter.fix(Kind.ASSISTANT, fixed)).isEqualTo(fixed);
        assertThat(VapiContract.violations("CreateAssistantDTO", published.assistant())).isNotEmpty();
        assertThat(VapiContract.violations("CreateAssistantDTO", fixed)).isEmpty();
        assertThat(VapiContract.violations("CreateAssistantDTO", LintFixtures.WIRING.complete(Kind.ASSISTANT, fixed)))
            .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("published")
    void keepWhatTheyMeantAndNoSecret(Published published) {
        ObjectNode fixed = linter.fix(Kind.ASSISTANT, published.assistant());

        published.kept()
            .properties()
            .forEach(field -> assertThat(Trees.same(fixed.at(field.getKey()), field.getValue())).as("%s in %s", field, fixed)
                .isTrue());
        assertThat(Trees.write(fixed)).doesNotContain("s3cr3t");
        assertThat(Finding.json(linter.lint(Kind.ASSISTANT, published.assistant())).toString()).doesNotContain("s3cr3t");
    }
}
