package dev.liveline.admin.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.liveline.admin.json.Trees;
import dev.liveline.admin.schema.OpenApi;

class RemoteTest {

    /// Else a rollback or an export would send Vapi what it refuses.
    @Test
    void keepsOnlyWhatCanBeWritten() {
        ObjectNode schemas = OpenApi.schemas();
        List<String> looked = new ArrayList<>();
        schemas.fieldNames().forEachRemaining(name -> {
            if (name.matches("Assistant|\\w+PhoneNumber|\\w+Tool") && schemas.has("Create" + name + "DTO")) {
                looked.add(name);
                List<String> writable = new ArrayList<>();
                schemas.path("Create" + name + "DTO").path("properties").fieldNames().forEachRemaining(writable::add);
                List<String> kept = new ArrayList<>();
                Remote.kept(resource(schemas.path(name).path("properties"))).fieldNames().forEachRemaining(kept::add);
                assertThat(writable).as(name).containsAll(kept);
            }
        });
        assertThat(looked).contains("Assistant", "TwilioPhoneNumber", "VapiPhoneNumber", "FunctionTool");
    }

    /// A resource with all its fields; what tells it apart has its value.
    private static ObjectNode resource(JsonNode properties) {
        ObjectNode resource = Trees.object();
        properties.properties()
            .forEach(field -> resource.put(field.getKey(), field.getValue().path("enum").path(0).asText("something")));
        return resource;
    }
}
