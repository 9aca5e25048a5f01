package io.istiodoctor.cel;

import static java.lang.constant.ConstantDescs.CD_List;
import static java.lang.constant.ConstantDescs.CD_Object;

import io.istiodoctor.rule.BuiltRules;
import io.istiodoctor.rule.Rule;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.CodeBuilder;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Makes classes of the tool's own rules when the tool is built: one for each, and one that knows them all. With these neither the files of the
 * rules are read nor CEL's libraries loaded at run time.
 */
public final class RuleClasses {
    private static final ClassDesc INDEX = ClassDesc.of(BuiltRules.PACKAGE, BuiltRules.INDEX);

    private RuleClasses() {}

    /**
     * The classes by their binary names.
     *
     * @param rules in the order in which the tool shall know them
     * @param folder where their files are
     * @param left is told of each expression that is left to the interpreter, a line each
     */
    public static Map<String, byte[]> of(List<Rule> rules, Path folder, Consumer<String> left) {
        Language language = new Language(new MeshTypes());
        Map<String, byte[]> classes = new LinkedHashMap<>();
        for (Rule rule : rules) {
            classes.put(BuiltRules.PACKAGE + "." + RuleClass.name(rule), new RuleClass(rule, folder, language, left).bytes());
        }
        classes.put(BuiltRules.PACKAGE + "." + BuiltRules.INDEX, index(rules));
        return classes;
    }

    /** Writes the classes where compiled ones lie, and takes away those of an earlier time. */
    public static void write(Map<String, byte[]> classes, Path output) throws IOException {
        Path folder = Files.createDirectories(output.resolve(BuiltRules.PACKAGE.replace('.', '/')));
        try (Stream<Path> earlier = Files.list(folder)) {
            for (Path file : earlier.toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, byte[]> built : classes.entrySet()) {
            Files.write(folder.resolve(built.getKey().substring(BuiltRules.PACKAGE.length() + 1) + ".class"), built.getValue());
        }
    }

    private static byte[] index(List<Rule> rules) {
        return ClassFile.of().build(INDEX, type -> {
            type.withFlags(ClassFile.ACC_PUBLIC | ClassFile.ACC_FINAL).withInterfaceSymbols(Representation.desc(Supplier.class));
            type.withMethodBody(ConstantDescs.INIT_NAME, ConstantDescs.MTD_void, ClassFile.ACC_PUBLIC,
                    code -> code.aload(0).invokespecial(CD_Object, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).return_());
            type.withMethodBody("get", MethodTypeDesc.of(CD_Object), ClassFile.ACC_PUBLIC, code -> all(rules, code));
        });
    }

    private static void all(List<Rule> rules, CodeBuilder code) {
        code.loadConstant(rules.size()).anewarray(CD_Object);
        for (int i = 0; i < rules.size(); i++) {
            ClassDesc type = RuleClass.desc(rules.get(i));
            code.dup().loadConstant(i).new_(type).dup().invokespecial(type, ConstantDescs.INIT_NAME, ConstantDescs.MTD_void).aastore();
        }
        code.invokestatic(CD_List, "of", MethodTypeDesc.of(CD_List, CD_Object.arrayType()), true).areturn();
    }
}
