package dev.liveline.admin.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.schema.OpenApi;

class SecretsTest {

    /// What credentials say that anybody may read.
    private static final Set<String> OPEN = Set.of("name", "email", "type", "url", "apiUrl", "webhookUrl", "region", "path",
            "scope",
            "expiresAt", "headerName", "signatureHeader", "timestampHeader", "signaturePrefix", "payloadFormat",
            "messageIdHeader",
            "clientId", "accessKeyId", "awsAccessKeyId", "groupId", "userId", "teamId", "projectId", "accountId", "accountSid",
            "accountEmail", "authorizationId", "externalId", "roleArn", "containerName", "s3BucketName", "s3PathPrefix", "pem",
            "publicKey", "privateKeyId", "clientEmail", "authUri", "tokenUri", "authProviderX509CertUrl", "clientX509CertUrl",
            "universeDomain", "techPrefix", "sipDiversionHeader", "authUsername", "username", "domain", "realm", "ip",
            "openAIEndpoint");

    /// A credential that Vapi adds must be looked at: is each of its texts open, or does it never come out?
    @Test
    void areAllTextsOfVapisCredentialsThatAreNotOpen() {
        Set<String> told = new TreeSet<>();
        textsOfCredentials().forEach(name -> {
            if (!Secrets.isSecretName(name) && !OPEN.contains(name)) {
                told.add(name);
            }
        });
        assertThat(told).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "Authorization", "Proxy-Authorization", "X-Vapi-Secret", "X-Api-Key", "X-Api-Token", "Cookie",
            "Ocp-Apim-Subscription-Key", "x-functions-key", "crm_access_token" })
    void areHeadersThatAuthenticate(String header) {
        assertThat(Secrets.isSecretName(header)).isTrue();
        assertThat(Secrets.strip(Trees.object().put(header, "s3cr3t").put("X-Team", "billing")))
            .isEqualTo(Trees.object().put("X-Team", "billing"));
    }

    @ParameterizedTest
    @ValueSource(strings = { "maxTokens", "promptCacheKey", "credentialId", "key", "signatureHeader", "keyterm",
            "passwordHint" })
    void areNotWhatOnlySoundsAlike(String name) {
        assertThat(Secrets.isSecretName(name)).isFalse();
    }

    private static Set<String> textsOfCredentials() {
        ObjectNode schemas = OpenApi.schemas();
        Set<String> texts = new HashSet<>();
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>();
        schemas.fieldNames().forEachRemaining(name -> {
            if (name.matches("Create\\w+CredentialDTO")) {
                open.add(name);
            }
        });
        while (!open.isEmpty()) {
            String name = open.pop();
            if (seen.add(name)) {
                for (Map.Entry<String, JsonNode> field : schemas.path(name).path("properties").properties()) {
                    if (field.getValue().path("type").asText().equals("string") && !field.getValue().has("enum")) {
                        texts.add(field.getKey());
                    }
                    field.getValue()
                        .findValuesAsText("$ref")
                        .forEach(reference -> open.add(reference.substring(reference.lastIndexOf('/') + 1)));
                }
            }
        }
        return texts;
    }
}
