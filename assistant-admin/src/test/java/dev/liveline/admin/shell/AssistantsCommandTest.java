package dev.liveline.admin.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import jakarta.inject.Inject;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import dev.liveline.admin.testing.AdminTest;
import dev.liveline.admin.testing.Contract;
import dev.liveline.admin.testing.VapiPort;
import dev.liveline.edge.testing.TestTokens;
import dev.liveline.simulator.vapi.VapiCloud;
import io.quarkus.redis.datasource.RedisDataSource;
import io.restassured.RestAssured;

@AdminTest
class AssistantsCommandTest {

    @Inject
    RedisDataSource redis;
    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
    private VapiCloud vapi;

    @BeforeEach
    void emptyWorld() throws IOException {
        redis.flushall();
        vapi = VapiPort.cloud();
        Files.createDirectories(directory.resolve("numbers"));
        Files.writeString(directory.resolve("support.yaml"),
                "kind: assistant\nname: support\npreset: live-support\nfirstMessage: Hello.\n");
        Files.writeString(directory.resolve("sales.json"), "{\"assistants\":[{\"name\":\"sales\",\"preset\":\"fast-turns\"}]}");
        Files.writeString(directory.resolve("numbers/main.yml"),
                "phoneNumbers:\n- {name: main, provider: twilio, number: +15550100999, assistant: support}\n");
        Files.writeString(directory.resolve("README.md"), "not a manifest");
    }

    @AfterEach
    void vapiIsGone() {
        vapi.close();
        Contract.assertKept(vapi);
    }

    @Test
    void plansAppliesAndThenHasNothingToDo() {
        assertThat(run("plan", directory.toString())).isEqualTo(2);
        assertThat(text(out)).contains("+ assistant support", "+ phone-number main", "3 to create");

        assertThat(run("apply", directory.toString())).isZero();
        assertThat(text(out)).contains("3 created", "To go back: ./liveline assistants rollback --to");
        assertThat(vapi.phoneNumbers()).hasSize(1);

        assertThat(run("plan", directory.toString())).isZero();
        assertThat(run("drift", directory.toString())).isZero();
        assertThat(run("drift")).isZero();
    }

    @Test
    void tellsDriftByItsExitStatusAndGoesBack() throws IOException {
        run("apply", directory.toString());
        Files.writeString(directory.resolve("support.yaml"),
                "kind: assistant\nname: support\npreset: live-support\nfirstMessage: Good day.\n");

        assertThat(run("drift", directory.toString())).isEqualTo(2);
        assertThat(text(out)).contains("local-ahead  assistant support", "local /firstMessage: \"Hello.\" -> \"Good day.\"");
        assertThat(run("apply", directory.toString())).isZero();
        assertThat(run("rollback", directory.toString())).isZero();
        assertThat(vapi.assistants().values()).anyMatch(body -> "Hello.".equals(body.getString("firstMessage")));
    }

    @Test
    void prunesOnlyWhenTheNumberIsConfirmed() throws IOException {
        run("apply", directory.toString());
        Files.delete(directory.resolve("sales.json"));

        assertThat(run("apply", directory.toString(), "--prune")).isEqualTo(1);
        assertThat(text(errors)).contains("would delete 1");
        assertThat(run("apply", directory.toString(), "--prune", "--confirm", "1")).isZero();
    }

    @Test
    void saysWhatIsWrong() throws IOException {
        assertThat(run("frobnicate")).isEqualTo(1);
        assertThat(run("plan")).isEqualTo(1);
        assertThat(run("plan", directory.resolve("nowhere").toString())).isEqualTo(1);
        assertThat(text(errors)).contains("no such verb", "wants one directory", "There is no directory");
        assertThat(run("--help")).isZero();

        Files.writeString(directory.resolve("bad.yaml"), "assistants: [{name: bad, recordingEnabled: true}]");
        assertThat(run("apply", directory.toString())).isEqualTo(1);
        assertThat(text(errors)).contains("bad /recordingEnabled", "[obsolete-recording-enabled]");
    }

    /// A check of a pull request would let through what the main branch cannot apply.
    @Test
    void failsAPlanThatAnApplyWouldRefuse() throws IOException {
        Files.writeString(directory.resolve("bad.yaml"), "assistants: [{name: bad, serverMessages: [hang]}]");

        assertThat(run("plan", directory.toString())).isEqualTo(1);
        assertThat(text(out)).contains("+ assistant bad", "4 to create", "An apply would be refused: 1 error of lint");
        assertThat(run("plan", directory.toString(), "--waive", "server-messages-incomplete")).isEqualTo(2);
        assertThat(run("apply", directory.toString(), "--waive", "server-messages-incomplete")).isZero();
    }

    @Test
    void printsWhatIsThereAsAManifestToStartFrom() throws IOException {
        run("apply", directory.toString());
        out.reset();

        assertThat(run("export")).isZero();
        Path exported = Files.writeString(directory.resolve("numbers/exported.yaml"), text(out));
        assertThat(run("apply", exported.toString())).isZero();
        assertThat(text(out)).contains("0 created", "0 deleted");
        assertThat(run("plan", exported.toString(), "--prune")).isZero();
        assertThat(run("export", directory.toString())).isEqualTo(1);
    }

    @Test
    void takesNoOptionThatItWouldNotHeed() {
        assertThat(run("drift", "--prune")).isEqualTo(1);
        assertThat(run("plan", directory.toString(), "--confirm", "1")).isEqualTo(1);
        assertThat(run("rollback", "--waive", "unknown-field")).isEqualTo(1);
        assertThat(run("apply", directory.toString(), "--force")).isEqualTo(1);
        assertThat(text(errors)).contains("drift has no option --prune.", "plan has no option --confirm.",
                "rollback has no option --waive.", "apply has no option --force.");
        assertThat(vapi.requests()).isEmpty();
    }

    @Test
    void namesTheFileAndItsLine() throws IOException {
        Files.writeString(directory.resolve("bad.yaml"), "assistants:\n- name: a\n  voice: {provider: 11labs\n");
        assertThat(run("plan", directory.toString())).isEqualTo(1);
        assertThat(text(errors)).contains("not YAML: " + directory.resolve("bad.yaml") + " line 3")
            .doesNotContain("\n  The document");

        Files.writeString(directory.resolve("bad.yaml"), "# A comment.\nkind: assistant\npreset: live-support\n");
        assertThat(run("plan", directory.toString())).isEqualTo(1);
        assertThat(text(errors)).contains("At " + directory.resolve("bad.yaml") + " line 2: assistant has no name.");
    }

    /// As editors on other systems leave them.
    @Test
    void readsByteOrderMarksLineEndsTabsAndDirectives() throws IOException {
        Files.writeString(directory.resolve("0.yaml"), "%YAML 1.1\n---\ntools: []\n");
        Files.writeString(directory.resolve("bom.yaml"), "\ufeffassistants:\r\n- name: bom\r\n  preset: live-support\r\n");
        Files.writeString(directory.resolve("sales.json"),
                "\ufeff{\n\t\"assistants\": [\n\t\t{\"name\": \"sales\", \"preset\": \"fast-turns\"}\n\t]\n}\n");
        Files.writeString(directory.resolve("z.yaml"), "%YAML 1.1\n---\ntools: []\n");

        assertThat(run("plan", directory.toString())).as(text(errors)).isEqualTo(2);
        assertThat(text(out)).contains("+ assistant bom", "+ assistant sales", "4 to create");
    }

    @Test
    void namesAFileThatIsNoText() throws IOException {
        Files.write(directory.resolve("latin.yaml"), new byte[]{ 'a', ':', ' ', (byte) 0xe9, '\n' });

        assertThat(run("plan", directory.toString())).isEqualTo(1);
        assertThat(text(errors)).contains(directory.resolve("latin.yaml") + " is not UTF-8.");
    }

    @Test
    void waitsForAnotherApplyWhereItIsTold() {
        redis.value(String.class)
            .psetex("liveline:admin:lock", 1_500, "{\"by\":\"grace\",\"sinceAt\":1795386000000,\"token\":\"t\"}");

        assertThat(run("apply", directory.toString(), "--wait")).isZero();
        assertThat(vapi.phoneNumbers()).hasSize(1);

        redis.value(String.class)
            .psetex("liveline:admin:lock", 90_000, "{\"by\":\"grace\",\"sinceAt\":1795386000000,\"token\":\"t\"}");
        assertThat(run("apply", directory.toString())).isEqualTo(1);
        assertThat(text(errors)).contains("by grace is under way since 2026-11-22T");
    }

    @Test
    void failsWithoutATokenOrWithABadOneOrWithoutAServer() {
        assertThat(run(Map.of(), "drift")).isEqualTo(1);
        assertThat(text(errors)).contains("LIVELINE_TOKEN");
        assertThat(run(Map.of("LIVELINE_URL", url(), "LIVELINE_TOKEN", "nonsense"), "drift")).isEqualTo(1);
        assertThat(run(Map.of("LIVELINE_URL", "http://127.0.0.1:1", "LIVELINE_TOKEN", "t"), "drift")).isEqualTo(1);
    }

    private int run(String... arguments) {
        return run(Map.of("LIVELINE_URL", url() + "/", "LIVELINE_TOKEN", TestTokens.admin()), arguments);
    }

    private int run(Map<String, String> environment, String... arguments) {
        return new AssistantsCommand(environment, new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(errors, true, StandardCharsets.UTF_8))
            .run(arguments);
    }

    private static String url() {
        return "http://localhost:" + RestAssured.port;
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
