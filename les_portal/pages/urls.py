app_name = "pages"
urlpatterns = []
without_language = []
