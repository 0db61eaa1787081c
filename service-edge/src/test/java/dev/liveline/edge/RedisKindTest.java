package dev.liveline.edge;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;

class RedisKindTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            redis://localhost:6379                       | liveline:events:{00}
            redis://localhost:6379/                      | liveline:events:{00}
            redis://localhost:6379/0                     | liveline:events:{00}
            rediss://:secret@redis.example:6380/3        | liveline:events:{00}@3
            redis://one:26379/2, redis://two:26379/2     | liveline:events:{00}@2
            """)
    void eventsOfOneDatabaseHaveAChannelOfTheirOwn(String hosts, String channel) {
        RedisKind kind = RedisKind.of(config("quarkus.redis.hosts", hosts, "quarkus.redis.client-type", "standalone"));

        assertThat(kind.isCluster()).isFalse();
        assertThat(kind.channel("liveline:events:{00}")).isEqualTo(channel);
    }

    @Test
    void onAClusterNothingIsPublishedAndShardsDoNotLieTogether() {
        RedisKind kind = RedisKind
            .of(config("quarkus.redis.hosts", "redis://one:6379", "quarkus.redis.client-type", "CLUSTER"));

        assertThat(kind.isCluster()).isTrue();
        assertThat(kind.channel("liveline:events:{00}")).isEmpty();
        assertThat(kind.together(List.of("a", "b"))).containsExactly(List.of("a"), List.of("b"));
        assertThat(RedisKind.ONE.together(List.of("a", "b"))).containsExactly(List.of("a", "b"));
    }

    private static SmallRyeConfig config(String... namesAndValues) {
        SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            builder.withDefaultValue(namesAndValues[i], namesAndValues[i + 1]);
        }
        return builder.build();
    }
}
