package dev.liveline.events;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.liveline.events", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule recordsArePure = classes().that()
        .resideInAPackage("dev.liveline.events")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java.lang..", "java.io..", "java.nio.charset..", "java.util", "java.util.function..",
                "java.util.regex..", "java.util.stream..", "java.util.zip..", "com.fasterxml.jackson.core..", "org.jspecify..",
                "dev.liveline.events")
        .because("a record on a stream knows no Redis, no clock and no framework");

    @ArchTest
    static final ArchRule noServiceIsKnown = noClasses().should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.liveline.router..", "dev.liveline.transcript..", "dev.liveline.admin..", "dev.liveline.hub..",
                "dev.liveline.edge..")
        .because("the contract depends on nobody who keeps it");
}
