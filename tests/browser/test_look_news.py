from django.urls import reverse
from tests import factories as make
def test_e(page, sign_in, shot, problems):
    p=make.make_post(body="<p>Xin chào</p>")
    sign_in(page, make.make_user(username="qt",is_superuser=True))
    page.goto(reverse("admin:news_post_change",args=[p.pk])); page.wait_for_timeout(1500)
    print(page.evaluate("[...document.querySelectorAll('.prose-menubar button')].map(b=>[b.dataset.name,b.title,b.textContent.trim().slice(0,20)].join('|')).join('\\n')"))
    page.locator('.ProseMirror[contenteditable=true]').click(); page.keyboard.type(" các bác")
    page.get_by_role("button",name="Chèn bảng").click(); page.wait_for_timeout(500); shot(page,"n-ed-table")
    print(page.locator("dialog").inner_text())
