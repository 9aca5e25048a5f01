import static java.lang.constant.ConstantDescs.CD_Object;
import static java.lang.constant.ConstantDescs.CD_String;
import static java.lang.constant.ConstantDescs.CD_boolean;

import io.istiodoctor.cli.HelpPages;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.Label;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Writes the class that knows the help pages, with each page as a constant: a file beside the classes would take longer to find and to read. */
final class BuiltPagesClass {
    private static final ClassDesc OPTIONAL = ClassDesc.of("java.util.Optional");

    private BuiltPagesClass() {}

    /** In place of the class that the compiler wrote into this folder, which knows none. */
    static void write(Path classes) throws IOException {
        Map<String, String> pages = HelpPages.all();
        Files.write(classes.resolve("io/istiodoctor/cli/BuiltPages.class"),
                ClassFile.of().build(ClassDesc.of("io.istiodoctor.cli.BuiltPages"), builder -> builder
                        .withFlags(ClassFile.ACC_FINAL | ClassFile.ACC_SUPER)
                        .withMethodBody("of", MethodTypeDesc.of(OPTIONAL, CD_String), ClassFile.ACC_STATIC, code -> {
                            pages.forEach((key, page) -> {
                                Label next = code.newLabel();
                                code.loadConstant(key).aload(0).invokevirtual(CD_String, "equals", MethodTypeDesc.of(CD_boolean, CD_Object))
                                        .ifeq(next)
                                        .loadConstant(page).invokestatic(OPTIONAL, "of", MethodTypeDesc.of(OPTIONAL, CD_Object)).areturn()
                                        .labelBinding(next);
                            });
                            code.invokestatic(OPTIONAL, "empty", MethodTypeDesc.of(OPTIONAL)).areturn();
                        })));
    }
}
