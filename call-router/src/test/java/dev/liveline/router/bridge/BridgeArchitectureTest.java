package dev.liveline.router.bridge;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.liveline.router.bridge", importOptions = ImportOption.DoNotIncludeTests.class)
class BridgeArchitectureTest {

    @ArchTest
    static final ArchRule theAudioKnowsNeitherSocketsNorClocksNorFrameworks = classes().that()
        .resideInAPackage("..bridge.media..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage("java.lang..", "java.util", "java.util.function", "org.jspecify..", "..bridge.media..");

    @ArchTest
    static final ArchRule theAudioIsToldTheTime = noClasses().that()
        .resideInAPackage("..bridge.media..")
        .should()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule messagesAreReadWithoutSocketsAndWithoutTrees = noClasses().that()
        .resideInAnyPackage("..bridge.twilio..", "..bridge.vapi..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.quarkus..", "com.fasterxml.jackson.databind..");

    @ArchTest
    static final ArchRule thePlatformsDoNotKnowEachOther = noClasses().that()
        .resideInAPackage("..bridge.twilio..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..bridge.vapi..");
}
