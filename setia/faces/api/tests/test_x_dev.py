import pytest
from setia.faces.api.tests.program import *
@pytest.mark.django_db
def test_x():
    admin=Program(person("Root", is_admin=True))
    r=admin.post("/companies", {"name":"x"*201})
    print(r.status_code, len(r.json()["name"]))
    from setia.kit.resources import registry
    f=registry["companies"].fields["name"]; print(f, getattr(f.kind,'longest',None))
    from setia.kit.exchange import csv_chunks
    r=admin.get("/search",{"q":"xxx"}); print(r.content)
    r=admin.get("/companies/export.csv"); print(r.getvalue() if r.status_code==200 else r.content)
    assert 0
