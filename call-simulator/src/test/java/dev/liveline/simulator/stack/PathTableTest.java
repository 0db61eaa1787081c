package dev.liveline.simulator.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathTableTest {

    @Test
    void isTheSameInTheIngressAndInTheLocalGateway() throws IOException {
        Map<String, String> gateway = new HashMap<>();
        for (Service service : Service.values()) {
            service.exactPaths().forEach(path -> gateway.put(path + " Exact", service.folder()));
            service.prefixes().forEach(path -> gateway.put(path + " Prefix", service.folder()));
        }
        Map<String, String> ingress = new HashMap<>();
        Pattern row = Pattern.compile("path: (\\S+), pathType: (\\w+), backend: \\{ service: \\{ name: ([\\w-]+),");
        for (MatchResult match : row.matcher(read("k8s/base/ingress.yaml")).results().toList()) {
            ingress.put(match.group(1) + " " + match.group(2), match.group(3));
        }
        assertThat(ingress).isEqualTo(gateway);
    }

    @Test
    void isTheSameInTheComposeFilesGateway() throws IOException {
        String nginx = read("docker/nginx.conf");
        for (Service service : Service.values()) {
            String target = " { proxy_pass http://" + service.folder() + ":8080; }";
            service.exactPaths().forEach(path -> assertThat(nginx).contains("location = " + path + target));
            String prefixes = String.join("|", service.prefixes().stream().map(path -> path.substring(1)).toList());
            assertThat(nginx).contains("location ~ ^/(" + prefixes + ")(/|$)" + target);
        }
    }

    @ParameterizedTest
    @CsvSource({ "/twilio/voice,call-router", "/routing/calls/x/commands,call-router", "/webhook/vapi/routing,call-router",
            "/webhook/vapi,transcript-service", "/calls,transcript-service", "/calls/x/transcript,transcript-service",
            "/ingest/s-1,transcript-service", "/assistants/plan,assistant-admin", "/captions/lobby,caption-hub",
            "/,caption-hub",
            "/tickets,caption-hub", "/console/,caption-hub" })
    void sendsAPathToOneService(String path, String service) {
        assertThat(Arrays.stream(Service.values()).filter(s -> s.serves(path)).map(Service::folder)).containsExactly(service);
    }

    @ParameterizedTest
    @CsvSource({ "/callsx", "/webhook/vapi/", "/webhook/vapi/other", "/q/metrics", "/consolex", "/x" })
    void sendsOtherPathsNowhere(String path) {
        assertThat(Arrays.stream(Service.values()).filter(s -> s.serves(path))).isEmpty();
    }

    private static String read(String path) throws IOException {
        return Files.readString(Path.of(System.getProperty("liveline.root"), path));
    }
}
