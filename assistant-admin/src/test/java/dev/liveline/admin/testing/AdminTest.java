package dev.liveline.admin.testing;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import dev.liveline.edge.testing.RedisResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;

/// A test against the running service, a real Redis, and whatever it puts where Vapi is expected. All of them share one start.
@QuarkusTest
@QuarkusTestResource(RedisResource.class)
@QuarkusTestResource(VapiPort.class)
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface AdminTest {
}
