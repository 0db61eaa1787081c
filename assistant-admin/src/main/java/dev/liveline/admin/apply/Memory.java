package dev.liveline.admin.apply;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

import jakarta.enterprise.context.ApplicationScoped;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.AdminConfig;
import dev.liveline.admin.json.Trees;
import dev.liveline.admin.manifest.Key;
import dev.liveline.admin.plan.Applied;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.hash.HashCommands;
import io.quarkus.redis.datasource.list.ListCommands;
import io.quarkus.redis.datasource.value.ValueCommands;

/// What was applied, and the snapshots to go back to, in Redis. No secrets. Each command touches one key, so Redis Cluster will do.
///
/// | key | |
/// | --- | --- |
/// | `liveline:admin:resources` | hash, `<kind>/<name>` → [Applied] |
/// | `liveline:admin:apply` | the last apply: `{id, at, by, snapshot, finished}` |
/// | `liveline:admin:history` | list of snapshots, newest first: `{snapshot, at, by, resources}` |
/// | `liveline:admin:snapshot:<id>` | a snapshot, gzip |
/// | `liveline:admin:salt` | of the fingerprints of secrets |
@ApplicationScoped
class Memory {

    private static final String RESOURCES = "liveline:admin:resources";
    private static final String APPLY = "liveline:admin:apply";
    private static final String HISTORY = "liveline:admin:history";
    private static final String SNAPSHOT = "liveline:admin:snapshot:";
    private static final String SALT = "liveline:admin:salt";

    /// A snapshot of 2,000 assistants of 20 KB each stays below; more is not ours.
    private static final int LARGEST_SNAPSHOT = 256 << 20;

    private final HashCommands<String, String, String> resources;
    private final ValueCommands<String, String> values;
    private final ValueCommands<String, byte[]> blobs;
    private final ListCommands<String, String> lists;
    private final RedisDataSource redis;
    private final RandomGenerator random;
    private final int history;

    Memory(RedisDataSource redis, RandomGenerator random, AdminConfig config) {
        this.redis = redis;
        this.resources = redis.hash(String.class);
        this.values = redis.value(String.class);
        this.blobs = redis.value(byte[].class);
        this.lists = redis.list(String.class);
        this.random = random;
        this.history = config.manifests().history();
    }

    Map<Key, Applied> applied() {
        Map<Key, Applied> applied = new TreeMap<>((a, b) -> a.text().compareTo(b.text()));
        resources.hgetall(RESOURCES).forEach((key, json) -> applied.put(Key.of(key), Applied.of(Trees.read(json))));
        return applied;
    }

    void remember(Key key, Applied applied) {
        resources.hset(RESOURCES, key.text(), Trees.write(applied.json()));
    }

    void forget(Key key) {
        resources.hdel(RESOURCES, key.text());
    }

    /// The last apply, if there was one.
    Optional<JsonNode> lastApply() {
        return Optional.ofNullable(values.get(APPLY)).map(Trees::read);
    }

    void rememberApply(ObjectNode apply) {
        values.set(APPLY, Trees.write(apply));
    }

    /// Keeps a snapshot and lets the oldest ones go.
    void keep(Snapshot snapshot) {
        blobs.set(SNAPSHOT + snapshot.id(), packed(snapshot.json()));
        lists.lpush(HISTORY, Trees.write(snapshot.summary()));
        while (lists.llen(HISTORY) > history) {
            String oldest = lists.rpop(HISTORY);
            if (oldest != null) {
                redis.execute("DEL", SNAPSHOT + Trees.read(oldest).path("snapshot").asText());
            }
        }
    }

    Optional<Snapshot> snapshot(String id) {
        return Optional.ofNullable(blobs.get(SNAPSHOT + id)).map(blob -> Snapshot.of(unpacked(blob)));
    }

    List<JsonNode> history() {
        List<JsonNode> summaries = new ArrayList<>();
        lists.lrange(HISTORY, 0, -1).forEach(json -> summaries.add(Trees.read(json)));
        return summaries;
    }

    /// Made once per installation.
    String salt() {
        byte[] fresh = new byte[16];
        random.nextBytes(fresh);
        values.setnx(SALT, HexFormat.of().formatHex(fresh));
        return values.get(SALT);
    }

    private static byte[] packed(JsonNode json) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(Trees.write(json).getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static JsonNode unpacked(byte[] blob) {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(blob))) {
            return Trees.read(in.readNBytes(LARGEST_SNAPSHOT));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
