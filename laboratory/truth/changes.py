"""Applies the changes that `istio-doctor mend -o json` names: JSON Patches, objects that are created or deleted."""
import copy


def applied(docs, changes):
    """The objects after these changes; the given ones stay as they are."""
    docs = copy.deepcopy(docs)
    for change in changes:
        if 'create' in change:
            docs.append(change['create'])
        elif 'delete' in change:
            docs = [doc for doc in docs if not names(change['delete'], doc)]
        else:
            target = next(doc for doc in docs if names(change['target'], doc))
            for operation in change['patch']:
                if operation['op'] != 'test':
                    patch(target, operation['path'], operation['op'], operation.get('value'))
    return docs


def names(reference, doc):
    metadata = doc['metadata']
    return (doc['kind'], metadata['name'], metadata.get('namespace')) == (reference['kind'], reference['name'], reference.get('namespace'))


def patch(doc, path, op, value):
    """One operation of a JSON Patch: add, replace or remove."""
    parts = [part.replace('~1', '/').replace('~0', '~') for part in path.split('/')[1:]]
    for part in parts[:-1]:
        doc = doc[int(part)] if isinstance(doc, list) else doc[part]
    last = parts[-1]
    if isinstance(doc, list):
        if op == 'add':
            doc.insert(len(doc) if last == '-' else int(last), value)
        elif op == 'remove':
            del doc[int(last)]
        else:
            doc[int(last)] = value
    elif op == 'remove':
        del doc[last]
    else:
        doc[last] = value
